import TestSupport

/// Jobs that meet I/O errors, under every policy.
enum FailureScripts {
  static let all =
    JobKind.allCases.filter { $0 == .mirror || $0 == .backup }.flatMap { kind in
      Node.Failure.Operation.allCases.flatMap { operation in
        [false, true].map { isFull in policies(kind, operation, isFull: isFull) }
      }
    } + [policyOfStream, policyOfCommit, verbsOnStopped, cancelOfStopped, sizes, completedTwice]

  private static let policies = ["report", "ignore", "stop", "enospc", "auto"]

  /// A copy whose source or target fails once, for each policy; and one that fails for good.
  private static func policies(_ kind: JobKind, _ operation: Node.Failure.Operation, isFull: Bool)
    -> Script
  {
    let cause = isFull ? "no space" : "an I/O error"
    return Script.build("failure of \(kind) that \(operation)s: \(cause)") { builder in
      for policy in policies {
        let option = operation == .read ? "on-source-error" : "on-target-error"
        let node = operation == .read ? "device" : "target"
        builder.add(broken("\(policy)-broken", operation, isFull: isFull, once: true))
        builder.start(
          kind,
          policy,
          .small,
          [option: .string(policy), node: "\(policy)-broken", "auto-finalize": true]
        )
        if stops(policy, isFull: isFull) {
          builder.until(policy, is: .paused)
          builder.request("job-pause", ["id": .string(policy)])
          builder.request("block-job-cancel", ["device": .string(policy)])
          builder.request("job-resume", ["id": .string(policy)])
        }
        let succeeds = policy == "ignore" || stops(policy, isFull: isFull)
        if kind == .mirror, succeeds { builder.complete(kind, policy) }
        builder.until(policy, is: .concluded)
        builder.remove(policy, .concluded)
      }
      builder.add(broken("dead", operation, isFull: isFull, once: false))
      let node = operation == .read ? "device" : "target"
      builder.start(kind, "fails", .small, [node: "dead"])
      builder.until("fails", is: .concluded)
      builder.remove("fails", .concluded)
    }
  }

  private static func stops(_ policy: String, isFull: Bool) -> Bool {
    policy == "stop" || isFull && (policy == "enospc" || policy == "auto")
  }

  private static func broken(
    _ name: String,
    _ operation: Node.Failure.Operation,
    isFull: Bool,
    once: Bool
  ) -> Node {
    Node(
      name: name,
      size: Node.small,
      kind: .failing(Node.Failure(operation: operation, isFull: isFull, once: once))
    )
  }

  private static let policyOfStream = Script.build("failure of a stream") { builder in
    for policy in ["report", "ignore", "stop"] {
      builder.add(broken("\(policy)-base", .read, isFull: false, once: true))
      builder.add(
        Node(
          name: "\(policy)-top",
          size: Node.small,
          kind: .image(on: "\(policy)-base", isFull: false)
        )
      )
      builder.request(
        "block-stream",
        [
          "job-id": .string(policy), "device": "\(policy)-top", "on-error": .string(policy),
          "auto-dismiss": false,
        ]
      )
      if policy == "stop" {
        builder.until(policy, is: .paused)
        builder.request("query-block-jobs")
        builder.request("block-job-resume", ["device": .string(policy)])
      }
      builder.until(policy, is: .concluded)
      builder.remove(policy, .concluded)
    }
  }

  private static let policyOfCommit = Script.build("failure of a commit") { builder in
    for policy in ["report", "ignore", "stop"] {
      builder.add(broken("\(policy)-base", .write, isFull: true, once: true))
      builder.add(
        Node(
          name: "\(policy)-mid",
          size: Node.small,
          kind: .image(on: "\(policy)-base", isFull: true)
        )
      )
      builder.add(
        Node(
          name: "\(policy)-top",
          size: Node.small,
          kind: .image(on: "\(policy)-mid", isFull: false)
        )
      )
      builder.request(
        "block-commit",
        [
          "job-id": .string(policy), "device": "\(policy)-top", "top-node": "\(policy)-mid",
          "base-node": "\(policy)-base",
          "on-error": .string(policy), "auto-dismiss": false,
        ]
      )
      if policy == "stop" {
        builder.until(policy, is: .paused)
        builder.request("query-block-jobs")
        builder.request("block-job-resume", ["device": .string(policy)])
      }
      builder.until(policy, is: .concluded)
      builder.remove(policy, .concluded)
    }
  }

  /// What a job that stopped on an error says to every verb.
  private static let verbsOnStopped = Script.build("verbs on a backup that stopped") { builder in
    builder.add(broken("dead", .read, isFull: false, once: false))
    builder.start(.backup, "j", .small, ["device": "dead", "on-source-error": "stop"])
    builder.until("j", is: .paused)
    for form in VerbScripts.Form.allCases {
      switch form {
      case .jobResume, .blockJobResume, .jobCancel, .hardCancel: break
      default: builder.request(form.command, form.arguments("j"))
      }
    }
    builder.until("j", is: .paused)
    builder.remove("j", .paused)
  }

  private static let cancelOfStopped = Script.build("cancel of jobs that stopped") { builder in
    for kind in [JobKind.mirror, .backup] {
      for form in [VerbScripts.Form.jobCancel, .softCancel, .hardCancel] {
        let id = "\(kind.rawValue)-\(form.shortName)"
        builder.add(broken("\(id)-dead", .write, isFull: true, once: false))
        builder.start(kind, id, .small, ["target": "\(id)-dead", "on-target-error": "enospc"])
        builder.until(id, is: .paused)
        builder.request(form.command, form.arguments(id))
        if form == .softCancel {
          builder.remove(id, .paused)
        } else {
          builder.until(id, is: .concluded)
          builder.remove(id, .concluded)
        }
      }
    }
  }

  /// Copies to a target that is too small or too large.
  private static let sizes = Script.build("failure of copies between sizes") { builder in
    for size in [Node.small / 2, Node.small * 2] {
      for kind in [JobKind.mirror, .backup] {
        let id = "\(kind.rawValue)\(size)"
        builder.add(Node(name: "\(id)-odd", size: size, kind: .null))
        builder.start(kind, id, .small, ["target": "\(id)-odd", "auto-finalize": true])
        if kind == .mirror {
          builder.until(id, is: .concluded)
          builder.remove(id, .concluded)
        }
      }
    }
  }

  /// Some releases do not survive this.
  private static let completedTwice = Script.build(
    "failure of a server whose mirror is completed twice",
    since: "6.0"
  ) { builder in
    builder.hold(.standby, .mirror, "j", ["replaces": "j-disk"])
    builder.request("job-complete", ["id": "j"])
    builder.request("job-complete", ["id": "j"])
    builder.request("job-resume", ["id": "j"])
    builder.until("j", is: .pending)
    builder.remove("j", .pending)
  }
}
