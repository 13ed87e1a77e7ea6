import Jobs
import QMP

/// Reads scenario files: JSON with the fields that ``Scenario`` and ``Disk`` have.
package enum ScenarioReader {
  package static func read(_ bytes: Span<UInt8>) throws(ScenarioError) -> Scenario {
    let value: JSONValue
    do {
      value = try JSONParser.parse(bytes)
    } catch {
      throw ScenarioError(field: "", reason: "is not JSON: \(error)")
    }
    let file = try ScenarioFields(value, path: "", known: ["summary", "disks", "steps"])
    let disks = try file.elements("disks") { element, path throws(ScenarioError) in
      try disk(element, path)
    }
    guard !disks.isEmpty else { throw ScenarioError(field: "disks", reason: "is missing or empty") }
    try checkNames(disks)
    let steps = try file.elements("steps") { element, path throws(ScenarioError) in
      try step(element, path)
    }
    return Scenario(summary: try file.string("summary") ?? "", disks: disks, steps: steps)
  }

  private static func disk(_ value: JSONValue, _ path: String) throws(ScenarioError) -> Disk {
    let fields = try ScenarioFields(
      value,
      path: path,
      known: ["name", "size", "allocated", "backing", "bandwidth", "growth", "faults"]
    )
    let size = try fields.required("size", try fields.bytes("size"))
    let allocated = try fields.bytes("allocated")
    if let allocated, allocated > size { throw fields.error("allocated", "is more than the size") }
    let bandwidth = try fields.bytes("bandwidth") ?? Disk.standardBandwidth
    guard bandwidth > 0 else { throw fields.error("bandwidth", "is 0, so that no job ever moves") }
    return Disk(
      name: try fields.required("name", try fields.string("name")),
      size: size,
      allocated: allocated,
      backing: try fields.string("backing"),
      bandwidth: bandwidth,
      growth: try fields.bytes("growth") ?? 0,
      faults: try fields.elements("faults") { element, path throws(ScenarioError) in
        try fault(element, path)
      }
    )
  }

  private static func fault(
    _ value: JSONValue,
    _ path: String
  ) throws(ScenarioError) -> Disk.Fault {
    let fields = try ScenarioFields(
      value,
      path: path,
      known: ["at", "operation", "cause", "count"]
    )
    return Disk.Fault(
      offset: try fields.required("at", try fields.bytes("at")),
      operation: try fields.word("operation") ?? .read,
      cause: try fields.word("cause") ?? .io,
      count: try fields.count("count") ?? 1
    )
  }

  private static func step(
    _ value: JSONValue,
    _ path: String
  ) throws(ScenarioError) -> Scenario.Step {
    let fields = try ScenarioFields(value, path: path, known: ["after", "execute", "arguments"])
    let command = try fields.required("execute", try fields.string("execute"))
    return Scenario.Step(
      after: try fields.duration("after") ?? .zero,
      Request(command, try fields.object("arguments") ?? [:])
    )
  }

  private static func checkNames(_ disks: [Disk]) throws(ScenarioError) {
    var names: Set<String> = []
    for (index, disk) in disks.enumerated() where !names.insert(disk.name).inserted {
      throw ScenarioError(
        field: "disks[\(index)].name",
        reason: "'\(disk.name)' is that of another disk"
      )
    }
    for (index, disk) in disks.enumerated() {
      guard let backing = disk.backing, !names.contains(backing) else { continue }
      throw ScenarioError(
        field: "disks[\(index)].backing",
        reason: "names no disk: '\(backing)'"
      )
    }
  }
}
