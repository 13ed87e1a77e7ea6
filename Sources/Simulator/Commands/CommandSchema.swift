import Jobs
import QMP

/// A command's arguments as QEMU's schema has them, with the release of each.
struct CommandSchema {
  /// What an argument may be; the words are those of error messages.
  indirect enum Shape: Hashable {
    case string
    case integer
    case boolean
    case strings
    /// One of these words, each with its release.
    case word(Enumeration)
    /// Whose members are looked at by the command itself.
    case object
    case objects

    var name: String {
      switch self {
      case .string, .word: "string"
      case .integer: "integer"
      case .boolean: "boolean"
      case .object: "object"
      case .strings, .objects: "array"
      }
    }
  }

  struct Argument: Hashable {
    let name: String
    let shape: Shape
    let isRequired: Bool
    let since: QEMUVersion

    init(
      _ name: String,
      _ shape: Shape,
      required: Bool = false,
      since: QEMUVersion = Release.oldest
    ) {
      self.name = name
      self.shape = shape
      self.isRequired = required
      self.since = since
    }
  }

  let name: CommandName
  let since: QEMUVersion
  let arguments: [Argument]

  init(
    _ name: CommandName,
    since: QEMUVersion = Release.oldest,
    _ arguments: [Argument] = []
  ) {
    self.name = name
    self.since = since
    self.arguments = arguments
  }

  // MARK: - Checking

  /// Checks arguments in the schema's order, as QEMU's generated visitors do; `path` stands before
  /// names.
  func check(
    _ given: JSONObject,
    release: Release,
    path: String = ""
  ) throws(ServerError) {
    let known = arguments.filter { $0.since <= release.version }
    for argument in known {
      guard let value = given[argument.name] else {
        guard !argument.isRequired else {
          throw .generic("Parameter '\(path)\(argument.name)' is missing")
        }
        continue
      }
      try Self.check(value, argument.shape, path + argument.name, release)
    }
    let other = given.members.first { member in !known.contains { $0.name == member.name } }
    if let other { throw .generic("Parameter '\(path)\(other.name)' is unexpected") }
  }

  private static func check(
    _ value: JSONValue,
    _ shape: Shape,
    _ path: String,
    _ release: Release
  ) throws(ServerError) {
    guard matches(value, shape) else {
      throw .generic("Invalid parameter type for '\(path)', expected: \(shape.name)")
    }
    if case .word(let enumeration) = shape, let word = value.string {
      guard enumeration.words(in: release).contains(word) else {
        throw enumeration.refusal(of: word, path: path, release)
      }
    }
    if shape == .strings, let elements = value.array {
      for (index, element) in elements.enumerated() where element.string == nil {
        throw .generic("Invalid parameter type for '\(path)[\(index)]', expected: string")
      }
    }
  }

  private static func matches(_ value: JSONValue, _ shape: Shape) -> Bool {
    switch (shape, value) {
    case (.string, .string), (.word, .string), (.integer, .integer), (.boolean, .bool),
      (.object, .object), (.strings, .array), (.objects, .array):
      true
    case (.string, _), (.word, _), (.integer, _), (.boolean, _), (.object, _), (.strings, _),
      (.objects, _):
      false
    }
  }
}

/// An enumeration of the schema.
enum Enumeration: Hashable {
  case mirrorSync
  case onError
  case newImageMode
  case copyMode
  case completionMode
  case bitmapMode
  case onCopyError
  case jobType
  case driver
  case transactionAction

  func words(in release: Release) -> [String] {
    switch self {
    case .mirrorSync:
      ["top", "full", "none", "incremental"] + (release.isAtLeast(4, 2) ? ["bitmap"] : [])
    case .onError: ["report", "ignore", "enospc", "stop", "auto"]
    case .newImageMode: ["existing", "absolute-paths"]
    case .copyMode: ["background", "write-blocking"]
    case .completionMode: ["individual", "grouped"]
    case .bitmapMode: ["on-success", "never", "always"]
    case .onCopyError: ["break-guest-write", "break-snapshot"]
    case .jobType: JobType.allCases.map(\.rawValue)
    case .driver: Self.creatableDrivers + ["quorum", "raw", "null-co", "null-aio", "throttle"]
    case .transactionAction: ["abort", "blockdev-backup", "drive-backup"]
    }
  }

  /// The drivers for which `blockdev-create` makes images.
  static let creatableDrivers = [
    "file", "qcow2", "qcow", "qed", "vdi", "vhdx", "vmdk", "vpc", "parallels", "luks",
  ]

  func refusal(of word: String, path: String, _ release: Release) -> ServerError {
    release.isAtLeast(6, 0)
      ? .generic("Parameter '\(path)' does not accept value '\(word)'")
      : .generic("Invalid parameter '\(word)'")
  }
}

extension ServerError {
  static func generic(_ text: String) -> ServerError {
    ServerError(.generic, text)
  }
}
