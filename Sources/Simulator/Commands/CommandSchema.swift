import Jobs
import QMP

/// A command with its arguments, as QEMU's schema has them.
struct CommandSchema: Sendable {
  let name: CommandName
  let since: QEMUVersion
  let arguments: Members

  init(
    _ name: CommandName,
    since: QEMUVersion = QEMUVersion.oldestKnown,
    _ arguments: Members = Members([])
  ) {
    self.name = name
    self.since = since
    self.arguments = arguments
  }

  /// What a release offers, in the order of `query-commands`.
  static func offered(by release: Release) -> [CommandSchema] {
    table.filter { $0.since <= release.version }
  }

  static func named(_ name: String, in release: Release) -> CommandSchema? {
    guard let schema = byName[name], schema.since <= release.version else { return nil }
    return schema
  }

  private static let byName = Dictionary(uniqueKeysWithValues: table.map { ($0.name.rawValue, $0) })
}

/// A member of an object of the schema, with its release.
struct Argument: Hashable, Sendable {
  let name: String
  let shape: Shape
  let isRequired: Bool
  let since: QEMUVersion

  init(
    _ name: String,
    _ shape: Shape,
    required: Bool = false,
    since: QEMUVersion = QEMUVersion.oldestKnown
  ) {
    self.name = name
    self.shape = shape
    self.isRequired = required
    self.since = since
  }
}

/// The members of an object of the schema, in its order.
struct Members: Hashable, Sendable {
  let common: [Argument]
  /// The common member whose word decides which others there are.
  let tag: String?
  let branches: [String: [Argument]]

  init(_ common: [Argument], tag: String? = nil, branches: [String: [Argument]] = [:]) {
    self.common = common
    self.tag = tag
    self.branches = branches
  }

  /// Those that a release knows and that go with what is given.
  func known(to release: Release, with given: JSONObject) -> [Argument] {
    let word = tag.flatMap { given[$0]?.string }
    let all = common + (word.flatMap { branches[$0] } ?? [])
    return all.filter { $0.since <= release.version }
  }
}

/// What an argument may be.
indirect enum Shape: Hashable, Sendable {
  case string
  /// 64 bits with a sign.
  case integer
  /// Without a sign, of this many bits.
  case unsigned(bits: Int)
  case boolean
  case word(Enumeration)
  /// A node by its name, or a description of one.
  case node
  case list(Shape)
  case object(Members)
}

extension ServerError {
  static func generic(_ text: String) -> ServerError {
    ServerError(.generic, text)
  }
}
