/// A JSON value of a message as it came: strings and numbers in the sender's very characters.
///
/// Only the order of members is lost. What is no JSON stays as it is, in one piece.
indirect enum WireValue: Hashable {
  /// A string with its quotes, a number, a word.
  case scalar(String)
  case array([WireValue])
  case object([String: WireValue])

  init(parsing bytes: [UInt8]) {
    var rest = Substring(String(decoding: bytes, as: UTF8.self))[...]
    guard let value = Self.read(&rest), rest.isEmpty else {
      self = .scalar(String(decoding: bytes, as: UTF8.self))
      return
    }
    self = value
  }

  /// A member of an object; set to nil, it is removed.
  subscript(_ name: String) -> WireValue? {
    get {
      guard case .object(let members) = self else { return nil }
      return members[name]
    }
    set {
      guard case .object(var members) = self else { return }
      members[name] = newValue
      self = .object(members)
    }
  }

  /// A string without its quotes.
  var string: String? {
    guard case .scalar(let text) = self, text.hasPrefix("\""), text.count > 1 else { return nil }
    return String(text.dropFirst().dropLast())
  }

  var elements: [WireValue] {
    guard case .array(let elements) = self else { return [] }
    return elements
  }

  /// The value without these members, at any depth.
  func removing(_ names: Set<String>) -> WireValue {
    switch self {
    case .scalar: self
    case .array(let elements): .array(elements.map { $0.removing(names) })
    case .object(let members):
      .object(members.filter { !names.contains($0.key) }.mapValues { $0.removing(names) })
    }
  }

  // MARK: - Reading

  private static func read(_ rest: inout Substring) -> WireValue? {
    skipSpace(&rest)
    switch rest.first {
    case "{": return members(&rest)
    case "[": return elements(&rest)
    case "\"": return string(&rest).map(WireValue.scalar)
    case nil: return nil
    default:
      let word = rest.prefix { !",]}".contains($0) && !$0.isWhitespace }
      rest = rest.dropFirst(word.count)
      return word.isEmpty ? nil : .scalar(String(word))
    }
  }

  private static func members(_ rest: inout Substring) -> WireValue? {
    var members: [String: WireValue] = [:]
    rest.removeFirst()
    if takes("}", &rest) { return .object(members) }
    repeat {
      skipSpace(&rest)
      guard let name = string(&rest), takes(":", &rest), let value = read(&rest) else { return nil }
      members[String(name.dropFirst().dropLast())] = value
    } while takes(",", &rest)
    return takes("}", &rest) ? .object(members) : nil
  }

  private static func elements(_ rest: inout Substring) -> WireValue? {
    var elements: [WireValue] = []
    rest.removeFirst()
    if takes("]", &rest) { return .array(elements) }
    repeat {
      guard let element = read(&rest) else { return nil }
      elements.append(element)
    } while takes(",", &rest)
    return takes("]", &rest) ? .array(elements) : nil
  }

  private static func string(_ rest: inout Substring) -> String? {
    guard rest.first == "\"" else { return nil }
    var isEscaped = false
    for index in rest.indices.dropFirst() {
      if isEscaped {
        isEscaped = false
      } else if rest[index] == "\\" {
        isEscaped = true
      } else if rest[index] == "\"" {
        defer { rest = rest[index...].dropFirst() }
        return String(rest[...index])
      }
    }
    return nil
  }

  private static func takes(_ mark: Character, _ rest: inout Substring) -> Bool {
    skipSpace(&rest)
    guard rest.first == mark else { return false }
    rest.removeFirst()
    return true
  }

  private static func skipSpace(_ rest: inout Substring) {
    rest = rest.drop { $0.isWhitespace }
  }
}

extension WireValue: CustomStringConvertible {
  var description: String {
    switch self {
    case .scalar(let text): text
    case .array(let elements): "[\(elements.map(\.description).joined(separator: ", "))]"
    case .object(let members):
      "{\(members.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: ", "))}"
    }
  }
}
