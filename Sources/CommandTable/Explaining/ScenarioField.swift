/// A field of a scenario file, for people (`ScenarioReader` reads it).
package struct ScenarioField: Sendable {
  /// Where it stands: `disks[].faults[].at`.
  package let path: String
  let meaning: Prose
  /// Nil for one that must be there.
  let standard: String?

  private init(_ path: String, _ meaning: Prose, standard: String? = nil) {
    self.path = path
    self.meaning = meaning
    self.standard = standard
  }

  package static let all = [
    ScenarioField("summary", "What it is about, shown when the sandbox starts.", standard: "none"),
    ScenarioField("disks", "The nodes that jobs find, one at least."),
    ScenarioField("disks[].name", "The node's name, also that of its file."),
    ScenarioField("disks[].size", "Its length."),
    ScenarioField("disks[].allocated", "The part that holds data.", standard: "size"),
    ScenarioField("disks[].backing", "The name of the disk below it.", standard: "none"),
    ScenarioField(
      "disks[].bandwidth",
      "What it moves in a second; a job goes at the pace of its slowest disk.",
      standard: "\"200M\""
    ),
    ScenarioField(
      "disks[].growth",
      "What a guest writes to it in a second while a mirror or commit of it runs.",
      standard: "0"
    ),
    ScenarioField("disks[].faults", "The I/O errors that jobs meet on it.", standard: "none"),
    ScenarioField(
      "disks[].faults[].at",
      "How much of the job is done when it fails; at the end of a mirror: once it is ready."
    ),
    ScenarioField(
      "disks[].faults[].operation",
      "\(literal: "read") (of a source) or \(literal: "write") (to a target).",
      standard: "read"
    ),
    ScenarioField(
      "disks[].faults[].cause",
      "\(literal: "io") (Input/output error) or \(literal: "nospace") (No space left on device).",
      standard: "io"
    ),
    ScenarioField(
      "disks[].faults[].count",
      "How often, before the disk works again; 0 for ever.",
      standard: "1"
    ),
    ScenarioField("steps", "What somebody does on the server.", standard: "none"),
    ScenarioField("steps[].execute", "A QMP command that somebody gives."),
    ScenarioField("steps[].arguments", "The command's arguments, an object.", standard: "{}"),
    ScenarioField("steps[].after", "When, after the start.", standard: "\"0s\""),
  ]
}
