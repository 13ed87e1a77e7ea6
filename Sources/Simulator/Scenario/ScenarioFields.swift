import Jobs
import QMP

/// An object of a scenario file, read field by field; every error names its field.
struct ScenarioFields {
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

  func word<Word: RawRepresentable<String> & CaseIterable>(
    _ name: String
  ) throws(ScenarioError) -> Word? {
    let words = Word.allCases.map(\.rawValue).joined(separator: " or ")
    return try read(name, expected: words) { $0.string.flatMap(Word.init) }
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
      switch value {
      case .integer(let seconds) where (0...86_400_000).contains(seconds): .seconds(seconds)
      case .number(let seconds) where (0...86_400_000).contains(seconds): .seconds(seconds)
      case .string("0s"): .zero
      case .string(let text): try? Duration(parsing: text)
      case .null, .bool, .integer, .unsigned, .number, .array, .object: nil
      }
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
