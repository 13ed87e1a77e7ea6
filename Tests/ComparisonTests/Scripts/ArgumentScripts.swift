import TestSupport

/// Arguments that are missing, of the wrong type, or of nobody.
enum ArgumentScripts {
  static let all = commands.map(shapes) + [unknown, emptyIDs]

  /// A command with every argument that it has in any release, none of which finds anything.
  struct Sample: Sendable {
    let command: String
    let arguments: [String: JSON]

    init(_ command: String, _ arguments: [String: JSON]) {
      self.command = command
      self.arguments = arguments
    }
  }

  // MARK: - Shapes

  /// One value of each JSON type.
  private static let values: [JSON] = [nil, true, 5, 1.5, "word", [], [:]]

  /// Without each argument, with each of every other type, with one too many.
  private static func shapes(_ sample: Sample) -> Script {
    Script.build("arguments of \(sample.command)") { builder in
      let name = sample.command
      builder.request(name)
      builder.request(name, [:])
      builder.request(name, .object(sample.arguments.merging(["unheard-of": 1]) { $1 }))
      builder.request(name, ["unheard-of": 1])
      let names = sample.arguments.keys.sorted()
      for (index, first) in names.enumerated() {
        // Of two that are wrong, the one that is looked at first is told.
        for second in names[index...].dropFirst() {
          builder.request(
            name,
            .object(sample.arguments.merging([first: nil, second: nil]) { $1 })
          )
        }
      }
      for argument in names {
        builder.request(name, .object(sample.arguments.filter { $0.key != argument }))
        for value in values {
          builder.request(name, .object(sample.arguments.merging([argument: value]) { $1 }))
        }
      }
    }
  }

  private static let errors: [String: JSON] = [
    "on-source-error": "report", "on-target-error": "report",
  ]

  private static let automatic: [String: JSON] = ["auto-finalize": true, "auto-dismiss": true]

  private static let common: [String: JSON] = ["job-id": "j", "device": "nowhere", "speed": 0]

  private static let commands: [Sample] =
    ["query-jobs", "query-block-jobs", "query-version"].map { Sample($0, [:]) }
    + [
      "job-pause", "job-resume", "job-cancel", "job-complete", "job-finalize", "job-dismiss",
      "block-job-finalize", "block-job-dismiss",
    ].map { Sample($0, ["id": "nobody"]) }
    + ["block-job-pause", "block-job-resume", "block-job-complete"].map {
      Sample($0, ["device": "nobody"])
    } + [
      Sample("block-job-cancel", ["device": "nobody", "force": true]),
      Sample("block-job-set-speed", ["device": "nobody", "speed": 0]),
      Sample(
        "block-job-change",
        ["id": "nobody", "type": "mirror", "copy-mode": "background"]
      ),
      Sample(
        "blockdev-mirror",
        [common, errors, automatic].merged(with: [
          "target": "nowhere", "sync": "full", "replaces": "x", "granularity": 65536,
          "buf-size": 65536, "filter-node-name": "filter", "copy-mode": "background",
        ])
      ),
      Sample(
        "drive-mirror",
        [common, errors, automatic].merged(with: [
          "target": "file", "sync": "full", "format": "raw", "mode": "existing",
          "node-name": "node", "replaces": "x", "granularity": 65536, "buf-size": 65536,
          "unmap": true, "copy-mode": "background",
        ])
      ),
      Sample(
        "blockdev-backup",
        [common, errors, automatic].merged(with: [
          "target": "nowhere", "sync": "full", "bitmap": "bits", "bitmap-mode": "never",
          "compress": false, "filter-node-name": "filter", "x-perf": [:],
        ])
      ),
      Sample(
        "drive-backup",
        [common, errors, automatic].merged(with: [
          "target": "file", "sync": "full", "format": "raw", "mode": "existing", "bitmap": "bits",
          "bitmap-mode": "never", "compress": false, "filter-node-name": "filter", "x-perf": [:],
        ])
      ),
      Sample(
        "block-stream",
        [common, automatic].merged(with: [
          "base": "file", "base-node": "nowhere", "backing-file": "file", "on-error": "report",
        ])
      ),
      Sample(
        "block-commit",
        [common, automatic].merged(with: [
          "base-node": "nowhere", "base": "file", "top-node": "nowhere", "top": "file",
          "backing-file": "file", "on-error": "report", "filter-node-name": "filter",
        ])
      ),
      Sample("blockdev-create", ["job-id": "j", "options": ["driver": "nonesuch"]]),
      Sample(
        "x-blockdev-amend",
        [
          "job-id": "j", "node-name": "nowhere", "options": ["driver": "qcow2"], "force": false,
        ]
      ),
      Sample("transaction", ["actions": [], "properties": [:]]),
    ]

  // MARK: - Others

  private static let unknown = Script.build("commands that there are not") { builder in
    for command in [
      "nonesuch", "", "job-set-speed", "job-change", "job-list", "query-job", "blockdev-commit",
      "snapshot-save", "snapshot-load", "snapshot-delete", "Query-Jobs", "query-jobs ",
    ] {
      builder.request(command)
      builder.request(command, ["id": "j"])
    }
  }

  /// Ids as no job can have them.
  private static let emptyIDs = Script.build("ids of nobody") { builder in
    let odd = [
      "", " ", "'", "\"", "a\nb", "\u{7F}", "ü", "%s", String(repeating: "x", count: 3000),
    ]
    for form in VerbScripts.Form.allCases {
      for id in odd { builder.request(form.command, form.arguments(id)) }
    }
  }
}

extension [[String: JSON]] {
  /// All of them in one; the last one wins.
  fileprivate func merged(with last: [String: JSON]) -> [String: JSON] {
    (self + [last]).reduce(into: [:]) { all, more in all.merge(more) { $1 } }
  }
}
