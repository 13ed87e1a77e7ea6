import TestSupport

/// Internal snapshots of a machine, whose jobs are over before the reply.
enum SnapshotScripts {
  static let all = [snapshots, missing, mistakes, verbs]

  private static let snapshots = build("life of snapshots") { builder in
    for (id, verb) in [
      ("a", "save"), ("b", "load"), ("c", "save"), ("d", "delete"), ("e", "delete"), ("f", "save"),
    ] {
      start(&builder, verb, id, tag: "s")
    }
    builder.request("query-block-jobs")
    for id in ["a", "b", "c", "d", "e", "f"] { builder.remove(id, .concluded) }
    builder.request("query-jobs")
  }

  /// A machine that loads what is not there stays stopped.
  private static let missing = build("life of a snapshot-load of nothing") { builder in
    start(&builder, "load", "a", tag: "never")
    start(&builder, "save", "b", tag: "s")
    start(&builder, "load", "c", tag: "s")
    for id in ["a", "b", "c"] { builder.remove(id, .concluded) }
  }

  private static let mistakes = build("mistakes with snapshots") { builder in
    start(&builder, "save", "a", tag: "s", devices: ["disk", "nowhere"])
    start(&builder, "save", "b", tag: "s", vmstate: "nowhere")
    start(&builder, "load", "c", tag: "s", devices: ["nowhere"])
    start(&builder, "delete", "d", tag: "s", devices: ["nowhere"])
    builder.request("snapshot-save", arguments("save", "a", tag: "s"))
    builder.request("snapshot-save", arguments("save", "9", tag: "s"))
    builder.request("snapshot-save", ["job-id": "e"])
    builder.request("snapshot-delete", ["job-id": "e", "tag": "s", "devices": "disk"])
    for id in ["a", "b", "c", "d"] { builder.remove(id, .concluded) }
  }

  private static let verbs = build("verbs on a snapshot-save that is concluded") { builder in
    start(&builder, "save", "a", tag: "s")
    for form in VerbScripts.Form.allCases where form != .jobDismiss {
      builder.request(form.command, form.arguments("a"))
    }
    builder.remove("a", .concluded)
  }

  private static func build(
    _ name: String,
    _ body: (inout ScriptBuilder) -> Void
  ) -> Script {
    var script = Script.build(name, since: "6.0", body)
    script.isForMachine = true
    return script
  }

  private static func start(
    _ builder: inout ScriptBuilder,
    _ verb: String,
    _ id: String,
    tag: String,
    vmstate: String = "disk",
    devices: [JSON] = ["disk"]
  ) {
    let arguments = arguments(verb, id, tag: tag, vmstate: vmstate, devices: devices)
    builder.request("snapshot-\(verb)", arguments)
    builder.until(id, is: .concluded)
  }

  private static func arguments(
    _ verb: String,
    _ id: String,
    tag: String,
    vmstate: String = "disk",
    devices: [JSON] = ["disk"]
  ) -> JSON {
    var arguments: JSON = [
      "job-id": .string(id), "tag": .string(tag), "devices": .array(devices),
    ]
    if verb != "delete" { arguments["vmstate"] = .string(vmstate) }
    return arguments
  }
}
