import TestSupport

/// A kind of job that a storage daemon offers, as its client sees it.
enum JobKind: String, CaseIterable, Sendable {
  case mirror
  case backup
  case stream
  /// The commit of the layer that is written to; it goes ready as a mirror does.
  case activeCommit = "active-commit"
  /// The commit of a layer below; it ends by itself.
  case commit
  case create
  case amend

  var goesReady: Bool {
    self == .mirror || self == .activeCommit
  }

  /// Whether it can be kept running, paused and pending.
  var isBlockJob: Bool {
    self != .create && self != .amend
  }

  /// The statuses in which a job of this kind can be made to stay.
  var statuses: [HeldStatus] {
    switch self {
    case .mirror, .activeCommit: [.running, .paused, .ready, .standby, .pending, .concluded]
    case .backup: [.running, .paused, .waiting, .pending, .concluded]
    case .stream, .commit: [.running, .paused, .pending, .concluded]
    case .create, .amend: [.concluded]
    }
  }
}

extension JobKind: CustomStringConvertible {
  /// With its article, for the names of scripts.
  var description: String {
    "\("ae".contains(rawValue.prefix(1)) ? "an" : "a") \(rawValue)"
  }
}

/// A status in which a job can be made to stay.
enum HeldStatus: String, Sendable {
  case running, paused, ready, standby, waiting, pending, concluded
}

extension JobKind {
  /// What a job works on: it is through at once, or under a limit it takes a quarter of an hour.
  enum Size: Sendable {
    case small
    case large
  }

  /// The nodes that a job works on; each job has its own, since many ends change the graph.
  func nodes(for id: String, _ size: Size) -> [Node] {
    let bytes = size == .large ? Node.large : Node.small
    func null(_ name: String) -> Node {
      Node(name: "\(id)-\(name)", size: bytes, kind: .null)
    }
    // What is read must say that it is data, or a limit does not slow it down.
    func data(_ name: String) -> Node {
      Node(
        name: "\(id)-\(name)",
        size: bytes,
        kind: size == .large ? .image(on: nil, isFull: true) : .file
      )
    }
    func layer(_ name: String, on base: String, isFull: Bool) -> Node {
      Node(name: "\(id)-\(name)", size: bytes, kind: .image(on: "\(id)-\(base)", isFull: isFull))
    }
    return switch self {
    case .mirror, .backup: [data("disk"), null("copy")]
    case .stream: [data("base"), layer("top", on: "base", isFull: false)]
    case .activeCommit: [null("base"), layer("top", on: "base", isFull: true)]
    case .commit:
      [
        null("base"), layer("middle", on: "base", isFull: true),
        layer("top", on: "middle", isFull: false),
      ]
    case .create: []
    case .amend: [null("base"), layer("top", on: "base", isFull: false)]
    }
  }

  var command: String {
    switch self {
    case .mirror: "blockdev-mirror"
    case .backup: "blockdev-backup"
    case .stream: "block-stream"
    case .activeCommit, .commit: "block-commit"
    case .create: "blockdev-create"
    case .amend: "x-blockdev-amend"
    }
  }

  /// The arguments that a start needs.
  func arguments(_ id: String) -> JSON {
    var arguments: JSON = ["job-id": .string(id)]
    switch self {
    case .mirror, .backup:
      arguments["device"] = "\(id)-disk"
      arguments["target"] = "\(id)-copy"
      arguments["sync"] = "full"
    case .stream, .activeCommit:
      arguments["device"] = "\(id)-top"
    case .commit:
      arguments["device"] = "\(id)-top"
      arguments["top-node"] = "\(id)-middle"
    case .create:
      arguments["options"] = [
        "driver": "file", "filename": "{folder}/\(id).img", "size": .integer(Node.small),
      ]
    case .amend:
      arguments["node-name"] = "\(id)-top"
      arguments["options"] = ["driver": "qcow2"]
    }
    return arguments
  }
}
