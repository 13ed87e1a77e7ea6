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
    ScenarioField("summary", "What the scenario is for; nobody reads it.", standard: "none"),
    ScenarioField("disks[].name", "The node's name, as block jobs take it."),
    ScenarioField("disks[].size", "Its length."),
    ScenarioField("disks[].allocated", "The part that holds data.", standard: "size"),
    ScenarioField("disks[].backing", "The name of the disk below it.", standard: "none"),
    ScenarioField("disks[].bandwidth", "What it moves in a second.", standard: "\"200M\""),
    ScenarioField(
      "disks[].growth",
      "What a guest writes to it in a second while a mirror runs.",
      standard: "0"
    ),
    ScenarioField(
      "disks[].faults[].at",
      "How much of the job is done when it fails; at the end of a mirror: once it is ready."
    ),
    ScenarioField(
      "disks[].faults[].operation",
      "\(literal: "read") or \(literal: "write").",
      standard: "read"
    ),
    ScenarioField(
      "disks[].faults[].cause",
      "\(literal: "io") or \(literal: "nospace").",
      standard: "io"
    ),
    ScenarioField(
      "disks[].faults[].count",
      "How often, before the disk works again; 0 for ever.",
      standard: "1"
    ),
    ScenarioField("steps[].execute", "A QMP command that somebody gives."),
    ScenarioField("steps[].arguments", "The command's arguments, an object.", standard: "{}"),
    ScenarioField("steps[].after", "When, after the start.", standard: "\"0s\""),
  ]
}
