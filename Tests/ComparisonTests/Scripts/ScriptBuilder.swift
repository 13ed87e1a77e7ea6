import TestSupport

/// Puts a script together.
struct ScriptBuilder {
  private(set) var nodes: [Node] = []
  private(set) var steps: [Step] = []

  /// Bytes a second that keep a large job at work, and let it wake up often: QEMU 5.2 shows no pause of a job
  /// that sleeps for its limit.
  static let limit: JSON = .integer(64 << 20)

  func script(_ name: String, since: Version = "0") -> Script {
    Script(name: name, nodes: nodes, since: since, steps: steps)
  }

  mutating func add(_ node: Node) {
    nodes.append(node)
  }

  mutating func request(_ command: String, _ arguments: JSON? = nil) {
    steps.append(.request(command, arguments))
  }

  mutating func until(_ id: String, is status: HeldStatus) {
    steps.append(.until(id, is: status.rawValue))
  }

  mutating func untilGone(_ id: String) {
    steps.append(.until(id, is: "null"))
  }

  // MARK: - Jobs

  /// Starts a job on nodes of its own, which stays to be finalized and dismissed unless told otherwise.
  mutating func start(
    _ kind: JobKind,
    _ id: String,
    _ size: JobKind.Size = .small,
    _ more: [String: JSON] = [:]
  ) {
    nodes += kind.nodes(for: id, size)
    var arguments = kind.arguments(id)
    if kind.isBlockJob {
      arguments["auto-finalize"] = false
      arguments["auto-dismiss"] = false
      if size == .large { arguments["speed"] = Self.limit }
    }
    for (name, value) in more { arguments[name] = value }
    request(kind.command, arguments)
  }

  /// Brings a job of this kind into a status in which it stays.
  mutating func hold(
    _ status: HeldStatus,
    _ kind: JobKind,
    _ id: String,
    _ more: [String: JSON] = [:]
  ) {
    switch status {
    case .running:
      start(kind, id, .large, more)
    case .paused:
      start(kind, id, .large, more)
      until(id, is: .running)
      request("job-pause", ["id": .string(id)])
    case .ready:
      start(kind, id, .small, more)
    case .standby:
      start(kind, id, .small, more)
      until(id, is: .ready)
      request("job-pause", ["id": .string(id)])
    case .waiting:
      startPair(id)
    case .pending:
      start(kind, id, .small, more)
      complete(kind, id)
    case .concluded:
      start(kind, id, .small, more.merging(kind.isBlockJob ? ["auto-finalize": true] : [:]) { $1 })
      complete(kind, id)
    }
    until(id, is: status)
  }

  /// Lets a job get past ready.
  mutating func complete(_ kind: JobKind, _ id: String) {
    guard kind.goesReady else { return }
    until(id, is: .ready)
    request("job-complete", ["id": .string(id)])
  }

  /// Two backups that end together: the first is soon done, its partner never.
  mutating func startPair(_ id: String) {
    let partner = "\(id)-partner"
    nodes += JobKind.backup.nodes(for: id, .small) + JobKind.backup.nodes(for: partner, .large)
    request(
      "transaction",
      [
        "actions": [
          Self.action(id, ["auto-finalize": false, "auto-dismiss": false]),
          Self.action(
            partner,
            ["auto-finalize": false, "auto-dismiss": false, "speed": Self.limit]
          ),
        ],
        "properties": ["completion-mode": "grouped"],
      ]
    )
  }

  /// A backup as an action of a transaction.
  static func action(_ id: String, _ more: [String: JSON] = [:]) -> JSON {
    var data = JobKind.backup.arguments(id)
    for (name, value) in more { data[name] = value }
    return ["type": "blockdev-backup", "data": data]
  }

  /// Gets rid of a job, whatever its status.
  mutating func remove(_ id: String, _ status: HeldStatus) {
    if status != .concluded {
      request("job-cancel", ["id": .string(id)])
      until(id, is: .concluded)
    }
    request("job-dismiss", ["id": .string(id)])
    untilGone(id)
    if status == .waiting { remove("\(id)-partner", .concluded) }
  }
}

extension Script {
  static func build(
    _ name: String,
    since: Version = "0",
    _ build: (inout ScriptBuilder) -> Void
  ) -> Script {
    var builder = ScriptBuilder()
    build(&builder)
    return builder.script(name, since: since)
  }
}
