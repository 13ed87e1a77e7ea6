import TestSupport

/// What a server says of itself with `query-commands` and `query-qmp-schema`.
struct SchemaComparison {
  /// The commands by name alone.
  let commands: Set<String>
  private var elements: [String: JSON] = [:]
  /// The names of commands and events in the schema, with what they are.
  private(set) var entities: [String: String] = [:]

  init(_ monitor: RawMonitor) throws(SupportFailure) {
    commands = Set(
      try monitor.execute("query-commands").elements.compactMap { $0["name"]?.string }
    )
    for element in try monitor.execute("query-qmp-schema").elements {
      guard let name = element["name"]?.string, let kind = element["meta-type"]?.string else {
        continue
      }
      elements[name] = element
      if kind == "command" || kind == "event" { entities[name] = kind }
    }
  }

  /// Where `part` says something that is not in here, a line each.
  func contradictions(of part: SchemaComparison) -> [String] {
    part.entities.keys.sorted().flatMap { name in
      guard entities[name] == part.entities[name] else { return ["\(name) is none of its"] }
      let wanted = elements[name]?["arg-type"]?.string ?? ""
      let got = part.elements[name]?["arg-type"]?.string ?? ""
      return contradictions(of: part, got, wanted, at: name)
    }
  }

  private func contradictions(
    of part: SchemaComparison,
    _ name: String,
    _ wanted: String,
    at path: String
  ) -> [String] {
    let ours = elements[wanted] ?? nil
    let theirs = part.elements[name] ?? nil
    let kinds = [theirs, ours].map { $0["meta-type"]?.string ?? "" }
    // What is left open in the part is not compared.
    if theirs["json-type"] == "value" { return [] }
    guard kinds[0] == kinds[1] || kinds == ["builtin", "enum"] else {
      return ["\(path) is of type \(kinds[0]), not \(kinds[1])"]
    }
    switch kinds[0] {
    case "object":
      return members(of: part, theirs, ours, at: path)
        + branches(of: part, theirs, ours, at: path)
    case "array":
      let types = [theirs, ours].map { $0["element-type"]?.string ?? "" }
      return contradictions(of: part, types[0], types[1], at: "\(path)[]")
    case "enum":
      let words = Set(theirs["values"]?.elements ?? []).subtracting(ours["values"]?.elements ?? [])
      return words.map { "\(path) knows no word \($0)" }
    case "builtin" where kinds[1] == "builtin":
      let types = [theirs, ours].map { $0["json-type"]?.string ?? "" }
      return types[0] == types[1] ? [] : ["\(path) is \(types[0]), not \(types[1])"]
    default:
      return []
    }
  }

  private func members(
    of part: SchemaComparison,
    _ theirs: JSON,
    _ ours: JSON,
    at path: String
  ) -> [String] {
    (theirs["members"]?.elements ?? []).flatMap { member in
      let place = "\(path).\(member["name"]?.string ?? "")"
      let found = ours["members"]?.elements.first { $0["name"] == member["name"] }
      guard let found else { return ["\(place) is not there"] }
      let isOptional = [member, found].map { $0["default"] != nil }
      guard isOptional[0] == isOptional[1] else {
        return ["\(place) is \(isOptional[0] ? "optional" : "required")"]
      }
      return contradictions(
        of: part,
        member["type"]?.string ?? "",
        found["type"]?.string ?? "",
        at: place
      )
    } + required(theirs, ours, at: path)
  }

  /// What must be given to the whole must be given to the part.
  private func required(_ theirs: JSON, _ ours: JSON, at path: String) -> [String] {
    let names = Set((theirs["members"]?.elements ?? []).map { $0["name"] })
    return (ours["members"]?.elements ?? []).filter {
      $0["default"] == nil && !names.contains($0["name"])
    }.map { "\(path).\($0["name"] ?? nil) must be given" }
  }

  private func branches(
    of part: SchemaComparison,
    _ theirs: JSON,
    _ ours: JSON,
    at path: String
  ) -> [String] {
    guard theirs["tag"] == ours["tag"] else { return ["\(path) has another tag"] }
    return (theirs["variants"]?.elements ?? []).flatMap { variant in
      let found = ours["variants"]?.elements.first { $0["case"] == variant["case"] }
      let word = variant["case"]?.string ?? ""
      guard let found else { return ["\(path) has no branch \(word)"] }
      return contradictions(
        of: part,
        variant["type"]?.string ?? "",
        found["type"]?.string ?? "",
        at: "\(path)(\(word))"
      )
    }
  }
}
