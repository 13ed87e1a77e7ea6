import TestSupport

/// Right arguments with wrong values among them.
enum MistakeScripts {
  static let all = starts.map(script)

  /// Arguments that go in place of right ones.
  typealias Mistake = [String: JSON]

  /// A command that starts a job, right arguments for it, and mistakes to put into them.
  struct Start: Sendable {
    let kind: JobKind
    let mistakes: [Mistake]

    init(_ kind: JobKind, _ mistakes: [Mistake], andCommon: Bool = true) {
      self.kind = kind
      self.mistakes = (andCommon ? MistakeScripts.commonMistakes : []) + mistakes
    }
  }

  /// Each mistake, and each two of them: which one is told shows the order of the checks.
  private static func script(_ start: Start) -> Script {
    Script.build("mistakes in \(start.kind)") { builder in
      let kind = start.kind
      builder.hold(.concluded, .create, "taken")
      for node in kind.nodes(for: "j", .small) { builder.add(node) }
      builder.add(Node(name: "odd", size: Node.small / 2, kind: .null))
      for (index, first) in start.mistakes.enumerated() {
        for second in start.mistakes[index...] {
          var arguments = kind.arguments("j")
          for (name, value) in first { arguments[name] = value }
          for (name, value) in second { arguments[name] = value }
          builder.request(kind.command, arguments)
        }
      }
    }
  }

  private static let commonMistakes: [Mistake] = [
    ["device": "nowhere"], ["job-id": "1"], ["job-id": ""], ["job-id": "a b"],
    ["job-id": "taken"], ["speed": -1],
  ]

  private static let starts: [Start] = [
    Start(
      .mirror,
      [
        ["target": "nowhere"], ["target": "j-disk"], ["sync": "incremental"], ["sync": "bitmap"],
        ["granularity": 256], ["granularity": 1000], ["granularity": 134_217_728],
        ["granularity": -1],
        ["granularity": 4_294_967_296], ["buf-size": -1],
        ["replaces": "nowhere"], ["replaces": "odd"],
      ]
    ),
    Start(
      .backup,
      [
        ["target": "nowhere"], ["target": "j-disk"], ["target": "odd"], ["sync": "incremental"],
        ["sync": "bitmap"], ["bitmap": "bits"], ["bitmap-mode": "always"],
      ]
    ),
    Start(
      .stream,
      [
        ["base": "nowhere"], ["base-node": "nowhere"], ["base-node": "odd"],
        ["base-node": "j-top"],
      ]
    ),
    Start(
      .commit,
      [
        ["base-node": "nowhere"], ["base-node": "odd"], ["base-node": "j-middle"],
        ["base-node": "j-top"], ["top-node": "nowhere"], ["top-node": "odd"],
        ["top-node": "j-base"], ["base": "nowhere"], ["top": "nowhere"],
      ]
    ),
    Start(
      .create,
      [
        ["job-id": "1"], ["job-id": "taken"], ["options": ["driver": "nonesuch"]],
        ["options": ["driver": "file"]],
        ["options": ["driver": "file", "filename": "/nonexistent/none/x"]],
        ["options": ["driver": "file", "size": 1]],
        ["options": ["driver": "file", "filename": 1, "size": 1]],
        ["options": ["driver": "file", "filename": "/nonexistent/none/x", "size": -1]],
        ["options": ["driver": "file", "filename": "/nonexistent/none/x", "size": 1, "what": 1]],
        ["options": ["driver": "qcow2"]], ["options": ["driver": "qcow2", "file": "j-base"]],
        ["options": ["driver": "qcow2", "file": "nowhere", "size": "x"]],
        ["options": ["driver": "raw"]], ["options": ["driver": "null-co"]],
        ["options": ["driver": "quorum"]], ["options": [:]],
      ],
      andCommon: false
    ),
    Start(
      .amend,
      [
        ["job-id": "1"], ["job-id": "taken"], ["node-name": "nowhere"],
        ["options": ["driver": "nonesuch"]], ["options": ["driver": "raw"]],
        ["options": ["driver": "file"]], ["options": [:]],
        ["options": ["driver": "qcow2", "what": 1]],
      ],
      andCommon: false
    ),
  ]
}
