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
    let file = try Fields(value, path: "", known: ["summary", "disks", "steps"])
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
    let fields = try Fields(
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
    let fields = try Fields(value, path: path, known: ["at", "operation", "cause", "count"])
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
    let fields = try Fields(value, path: path, known: ["after", "execute", "arguments"])
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

/// An object of a scenario file, read field by field; every error names the field.
private struct Fields {
  let object: JSONObject
  let path: String

  init(_ value: JSONValue, path: String, known: [String]) throws(ScenarioError) {
    guard let object = value.object else {
      throw ScenarioError(field: path, reason: "is not an object")
    }
    self.object = object
    self.path = path
    if let other = object.members.first(where: { !known.contains($0.name) }) {
      throw error(other.name, "is unknown; there are \(known.joined(separator: ", "))")
    }
  }

  func required<Value>(_ name: String, _ value: Value?) throws(ScenarioError) -> Value {
    guard let value else { throw error(name, "is missing") }
    return value
  }

  func error(_ name: String, _ reason: String) -> ScenarioError {
    ScenarioError(field: place(of: name), reason: reason)
  }

  func string(_ name: String) throws(ScenarioError) -> String? {
    try read(name, expected: "a string") { $0.string.flatMap { $0.isEmpty ? nil : $0 } }
  }

  func object(_ name: String) throws(ScenarioError) -> JSONObject? {
    try read(name, expected: "an object") { $0.object }
  }

  func count(_ name: String) throws(ScenarioError) -> Int? {
    try read(name, expected: "a whole number from 0 on") { value in
      value.integer.flatMap { $0 >= 0 ? Int(exactly: $0) : nil }
    }
  }

  func word<Word: RawRepresentable<String>>(_ name: String) throws(ScenarioError) -> Word? {
    try read(name, expected: "one of the words that the manual lists") {
      $0.string.flatMap(Word.init)
    }
  }

  /// A number of bytes, or a string as `"8G"`: a rate without its time.
  func bytes(_ name: String) throws(ScenarioError) -> Int64? {
    try read(name, expected: "a number of bytes, as in 4096 or \"8G\"") { value in
      if let text = value.string, text != "unlimited", !text.hasSuffix("/s") {
        return (try? ByteRate(parsing: text))?.bytesPerSecond
      }
      return value.integer.flatMap { $0 >= 0 ? $0 : nil }
    }
  }

  /// A number of seconds, or a string as `"500ms"`.
  func duration(_ name: String) throws(ScenarioError) -> Duration? {
    try read(name, expected: "a duration, as in 2 or \"500ms\"") { value in
      if let seconds = value.integer, (0...86_400_000).contains(seconds) {
        return .seconds(seconds)
      }
      return value.string.flatMap { try? Duration(parsing: $0) }
    }
  }

  func elements<Element>(
    _ name: String,
    _ make: (JSONValue, String) throws(ScenarioError) -> Element
  ) throws(ScenarioError) -> [Element] {
    let values = try read(name, expected: "an array") { $0.array } ?? []
    var elements: [Element] = []
    for (index, value) in values.enumerated() {
      elements.append(try make(value, "\(place(of: name))[\(index)]"))
    }
    return elements
  }

  private func read<Value>(
    _ name: String,
    expected: String,
    _ convert: (JSONValue) -> Value?
  ) throws(ScenarioError) -> Value? {
    guard let value = object[name] else { return nil }
    guard let converted = convert(value) else {
      throw error(name, "is not \(expected)")
    }
    return converted
  }

  private func place(of name: String) -> String {
    path.isEmpty ? name : "\(path).\(name)"
  }
}
