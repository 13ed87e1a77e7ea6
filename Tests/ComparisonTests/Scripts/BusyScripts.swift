import TestSupport

/// What else can be done with the nodes of a job.
enum BusyScripts {
  static let all = JobKind.allCases.filter(\.isBlockJob).flatMap { kind in
    [
      script(kind, .running, isCancelled: false), script(kind, .concluded, isCancelled: false),
      script(kind, .running, isCancelled: true),
    ]
  }

  private static func script(
    _ kind: JobKind,
    _ status: HeldStatus,
    isCancelled: Bool
  ) -> Script {
    let state = isCancelled ? "cancelled" : status.rawValue
    return Script.build("nodes of \(kind) that is \(state)") { builder in
      builder.hold(status, kind, "j")
      if isCancelled {
        builder.request("job-cancel", ["id": "j"])
        builder.until("j", is: .concluded)
      }
      let nodes = kind.nodes(for: "j", status == .running ? .large : .small)
      builder.add(Node(name: "other", size: nodes[0].size, kind: .null))
      for node in nodes {
        for (index, request) in requests(to: node.name).enumerated() {
          builder.request(request.command, request.arguments("t\(index)"))
        }
      }
      builder.until("j", is: isCancelled ? .concluded : status)
      builder.remove("j", isCancelled ? .concluded : status)
    }
  }

  private struct Request {
    let command: String
    let more: JSON

    func arguments(_ id: String) -> JSON {
      var arguments = more
      arguments["job-id"] = .string(id)
      // What nothing else speaks against, this does.
      arguments["speed"] = -1
      return arguments
    }
  }

  private static func requests(to node: String) -> [Request] {
    let node = JSON.string(node)
    return ["blockdev-backup", "blockdev-mirror"].flatMap { command in
      [(node, "other"), ("other", node)].map { device, target in
        Request(command: command, more: ["device": device, "target": target, "sync": "full"])
      }
    } + ["block-stream", "block-commit"].map { Request(command: $0, more: ["device": node]) }
  }
}
