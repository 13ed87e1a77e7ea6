import TestSupport

/// Jobs that are started together, and those that end together.
enum TransactionScripts {
  static let all =
    [true, false].flatMap { isGrouped in
      [
        success(isGrouped), oneByHand(isGrouped), failure(isGrouped), stopped(isGrouped),
        cancelled(isGrouped, in: .running), cancelled(isGrouped, in: .waiting),
        cancelled(isGrouped, in: .pending), refused(isGrouped), unstarted(isGrouped),
      ]
    } + [mixed, empty]

  /// What to ask for: neither end automatic.
  private static let manual: [String: JSON] = ["auto-finalize": false, "auto-dismiss": false]

  private static func named(
    _ name: String,
    _ isGrouped: Bool,
    _ build: (inout ScriptBuilder) -> Void
  ) -> Script {
    Script.build("\(isGrouped ? "grouped" : "individual") transaction \(name)", build)
  }

  private static func success(_ isGrouped: Bool) -> Script {
    named("of three backups", isGrouped) { builder in
      builder.start(["a": [:], "b": [:], "c": [:]], isGrouped)
      for id in ["a", "b", "c"] { builder.untilGone(id) }
    }
  }

  /// One that must be finalized keeps the others of its group.
  private static func oneByHand(_ isGrouped: Bool) -> Script {
    named("with one to be finalized", isGrouped) { builder in
      builder.start(
        ["a": ["auto-dismiss": false], "b": ["auto-finalize": false], "c": [:]],
        isGrouped
      )
      if isGrouped {
        for id in ["a", "b", "c"] { builder.until(id, is: .pending) }
        builder.request("job-finalize", ["id": "c"])
      } else {
        builder.until("b", is: .pending)
        builder.request("job-finalize", ["id": "b"])
      }
      builder.until("a", is: .concluded)
      builder.request("job-dismiss", ["id": "a"])
      for id in ["a", "b", "c"] { builder.untilGone(id) }
    }
  }

  private static func failure(_ isGrouped: Bool) -> Script {
    named("of which one fails", isGrouped) { builder in
      builder.add(
        Node(
          name: "broken",
          size: Node.small,
          kind: .failing(Node.Failure(operation: .read, once: false))
        )
      )
      let slow: [String: JSON] = ["auto-dismiss": false, "speed": ScriptBuilder.limit]
      builder.start(
        ["a": slow, "b": ["device": "broken"], "c": slow],
        isGrouped,
        large: ["a", "c"]
      )
      builder.untilGone("b")
      for id in ["a", "c"] {
        if isGrouped { builder.until(id, is: .concluded) }
        builder.remove(id, isGrouped ? .concluded : .running)
      }
    }
  }

  /// One stops on an error, and goes on when it is resumed.
  private static func stopped(_ isGrouped: Bool) -> Script {
    named("of which one stops on an error", isGrouped) { builder in
      builder.add(
        Node(
          name: "broken",
          size: Node.small,
          kind: .failing(Node.Failure(operation: .read, once: true))
        )
      )
      builder.start(
        ["a": manual, "b": ["device": "broken", "on-source-error": "stop"]],
        isGrouped
      )
      builder.until("b", is: .paused)
      if isGrouped { builder.until("a", is: .waiting) }
      builder.request("job-resume", ["id": "b"])
      builder.until("a", is: .pending)
      builder.request("job-finalize", ["id": "a"])
      builder.untilGone("b")
      builder.until("a", is: .concluded)
      builder.remove("a", .concluded)
    }
  }

  private static func cancelled(_ isGrouped: Bool, in status: HeldStatus) -> Script {
    named("of which one is cancelled while it is \(status)", isGrouped) { builder in
      let slow = ["auto-dismiss": false, "speed": ScriptBuilder.limit] as [String: JSON]
      switch status {
      case .running:
        builder.start(["a": slow, "b": slow, "c": manual], isGrouped, large: ["a", "b"])
        builder.until("a", is: .running)
        builder.until("c", is: isGrouped ? .waiting : .pending)
        builder.request("block-job-cancel", ["device": "a"])
      case .waiting:
        builder.start(["a": slow, "b": manual, "c": manual], isGrouped, large: ["a"])
        builder.until("b", is: isGrouped ? .waiting : .pending)
        builder.until("c", is: isGrouped ? .waiting : .pending)
        builder.request("job-cancel", ["id": "c"])
      default:
        builder.start(["a": manual, "b": manual, "c": manual], isGrouped)
        for id in ["a", "b", "c"] { builder.until(id, is: .pending) }
        builder.request("block-job-cancel", ["device": "b", "force": true])
      }
      if !isGrouped {
        // Nobody else is touched.
        let kept: [String]
        switch status {
        case .running: kept = ["b", "c"]
        case .waiting: kept = ["a", "b"]
        default: kept = ["a", "c"]
        }
        for id in kept { builder.request("job-cancel", ["id": .string(id)]) }
      }
      for id in ["a", "b", "c"] {
        builder.until(id, is: .concluded)
        builder.remove(id, .concluded)
      }
    }
  }

  /// The second action cannot be: the first is undone.
  private static func refused(_ isGrouped: Bool) -> Script {
    named("with an action that is refused", isGrouped) { builder in
      builder.start(["a": manual, "b": ["device": "nowhere"], "c": manual], isGrouped)
      builder.start(["d": manual, "e": ["speed": -1]], isGrouped)
      builder.start(["f": [:], "g": ["job-id": "f"]], isGrouped)
      builder.start(["h": [:], "i": ["job-id": "-"]], isGrouped)
      builder.start(["k": [:], "l": ["target": "k-copy"]], isGrouped)
    }
  }

  /// With an action that only fails.
  private static func unstarted(_ isGrouped: Bool) -> Script {
    named("with an abort", isGrouped) { builder in
      for node in JobKind.backup.nodes(for: "a", .small) { builder.add(node) }
      let abort: JSON = ["type": "abort", "data": [:]]
      for actions in [[ScriptBuilder.action("a"), abort], [abort, ScriptBuilder.action("a")]] {
        builder.request(
          "transaction",
          [
            "actions": .array(actions),
            "properties": ["completion-mode": isGrouped ? "grouped" : "individual"],
          ]
        )
      }
    }
  }

  /// Two groups at a time do not know each other.
  private static let mixed = Script.build("two grouped transactions") { builder in
    builder.startPair("a")
    builder.startPair("b")
    builder.until("a", is: .waiting)
    builder.until("b", is: .waiting)
    builder.request("job-cancel", ["id": "a-partner"])
    builder.until("a", is: .concluded)
    builder.until("a-partner", is: .concluded)
    builder.until("b", is: .waiting)
    builder.remove("a", .concluded)
    builder.remove("a-partner", .concluded)
    builder.remove("b", .waiting)
  }

  private static let empty = Script.build("transaction of nothing") { builder in
    builder.request("transaction", ["actions": []])
    builder.request(
      "transaction",
      ["actions": [], "properties": ["completion-mode": "grouped"]]
    )
    builder.request("transaction", ["actions": [], "properties": [:]])
  }
}

extension ScriptBuilder {
  /// Starts backups in one transaction, in the order of their ids.
  fileprivate mutating func start(
    _ jobs: [String: [String: JSON]],
    _ isGrouped: Bool,
    large: Set<String> = []
  ) {
    var actions: [JSON] = []
    for (id, more) in jobs.sorted(by: { $0.key < $1.key }) {
      let nodes = JobKind.backup.nodes(for: id, large.contains(id) ? .large : .small)
      for node in nodes { add(node) }
      actions.append(Self.action(id, more))
    }
    var arguments: JSON = ["actions": .array(actions)]
    if isGrouped { arguments["properties"] = ["completion-mode": "grouped"] }
    request("transaction", arguments)
  }
}
