import TestSupport

/// Images that are made, at once, slowly or not at all.
enum ImageScripts {
  static let all = [failedCreation, images, slowImages]

  private static let failedCreation = Script.build("life of a create that fails") { builder in
    builder.start(
      .create,
      "j",
      .small,
      ["options": ["driver": "file", "filename": "/nonexistent/none/image", "size": 1]]
    )
    builder.until("j", is: .concluded)
    for command in ["job-cancel", "job-finalize", "job-complete", "job-dismiss"] {
      builder.request(command, ["id": "j"])
    }
    builder.untilGone("j")
  }

  /// An image in two steps: a file, and a format over it.
  private static let images = Script.build("life of creates over a node") { builder in
    builder.add(Node(name: "blank", size: Node.small, kind: .file))
    builder.request(
      "blockdev-create",
      ["job-id": "j", "options": ["driver": "qcow2", "file": "blank", "size": 65536]]
    )
    builder.until("j", is: .concluded)
    builder.request("block-job-dismiss", ["id": "j"])
    builder.request("job-dismiss", ["id": "j"])
    builder.untilGone("j")
  }

  /// Creates that take their time: a pause does not show, and a cancel is told in the end.
  private static let slowImages = Script.build(
    "life of creates over a slow node",
    since: "6.0"
  ) { builder in
    for (id, commands) in [
      ("a", VerbScripts.Form.allCases.filter { ![.jobPause, .jobCancel].contains($0) }),
      ("b", [.jobPause, .jobPause, .jobResume, .jobResume]), ("c", [.jobPause]),
      ("d", [.jobCancel, .jobCancel]), ("e", [.jobPause, .jobCancel]),
    ] as [(String, [VerbScripts.Form])] {
      builder.add(Node(name: "\(id)-slow", size: Node.small, kind: .slow))
      builder.request(
        "blockdev-create",
        [
          "job-id": .string(id),
          "options": ["driver": "qcow2", "file": "\(id)-slow", "size": 65536],
        ]
      )
      for command in commands { builder.request(command.command, command.arguments(id)) }
      builder.request("query-jobs")
      builder.until(id, is: .concluded)
      builder.remove(id, .concluded)
    }
    builder.request(
      "blockdev-create",
      ["job-id": "f", "options": ["driver": "qcow2", "file": "nowhere", "size": 65536]]
    )
    builder.until("f", is: .concluded)
    builder.remove("f", .concluded)
  }
}
