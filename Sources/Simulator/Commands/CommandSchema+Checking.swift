import QMP

/// Checks what a client gives in the schema's order, as QEMU's generated visitors do.
extension CommandSchema {
  func check(_ given: JSONObject, in release: Release) throws(ServerError) {
    try arguments.check(given, path: "", in: release)
  }
}

extension Members {
  /// Checks the members of an object; `path` stands before their names.
  fileprivate func check(
    _ given: JSONObject,
    path: String,
    in release: Release
  ) throws(ServerError) {
    let known = known(to: release, with: given)
    for argument in known {
      guard let value = given[argument.name] else {
        guard !argument.isRequired else {
          throw .generic("Parameter '\(path)\(argument.name)' is missing")
        }
        continue
      }
      try argument.shape.check(value, argument.name, path: path + argument.name, in: release)
    }
    let other = given.members.first { member in !known.contains { $0.name == member.name } }
    if let other { throw .generic("Parameter '\(path)\(other.name)' is unexpected") }
  }
}

extension Shape {
  /// Checks a value; some errors name it alone, some with its whole path.
  fileprivate func check(
    _ value: JSONValue,
    _ name: String,
    path: String,
    in release: Release
  ) throws(ServerError) {
    switch (self, value) {
    case (.string, .string), (.integer, .integer), (.boolean, .bool), (.node, .string),
      (.node, .object):
      break
    case (.word(let enumeration), .string(let word)):
      guard enumeration.words(in: release).contains(word) else {
        throw enumeration.refusal(of: word, name: name, release)
      }
    case (.unsigned(let bits), .integer), (.unsigned(let bits), .unsigned):
      // A negative number counts as a large one.
      let number = value.integer.map { UInt64(bitPattern: $0) } ?? .max
      guard bits >= 64 || number >> UInt64(bits) == 0 else {
        throw .generic("Parameter '\(name)' expects uint\(bits)_t")
      }
    case (.unsigned, _):
      throw .generic("Parameter '\(path)' expects uint64")
    case (.list(let element), .array(let values)):
      for (index, value) in values.enumerated() {
        try element.check(value, "null", path: "\(path)[\(index)]", in: release)
      }
    case (.object(let members), .object(let given)):
      try members.check(given, path: "\(path).", in: release)
    case (.string, _), (.integer, _), (.boolean, _), (.node, _), (.word, _), (.list, _),
      (.object, _):
      throw .generic("Invalid parameter type for '\(path)', expected: \(expectation)")
    }
  }

  private var expectation: String {
    switch self {
    case .string, .word: "string"
    case .integer, .unsigned: "integer"
    case .boolean: "boolean"
    case .node: "BlockdevRef"
    case .list: "array"
    case .object: "object"
    }
  }
}
