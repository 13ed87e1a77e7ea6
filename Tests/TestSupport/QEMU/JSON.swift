import Foundation

/// A JSON value, read and written by Foundation: independent of the code under test.
package enum JSON: Sendable, Hashable, Encodable {
  case null
  case bool(Bool)
  case integer(Int)
  case number(Double)
  case string(String)
  case array([JSON])
  case object([String: JSON])

  /// Parses a text that holds one value.
  package init(parsing text: some StringProtocol) throws(SupportFailure) {
    do {
      let value = try JSONSerialization.jsonObject(
        with: Data(text.utf8),
        options: .fragmentsAllowed
      )
      self.init(value)
    } catch {
      throw .malformed("JSON: \(text.prefix(1000)): \(error)")
    }
  }

  private init(_ value: Any) {
    switch value {
    case let value as String:
      self = .string(value)
    case let value as [String: Any]:
      self = .object(value.mapValues(JSON.init))
    case let value as [Any]:
      self = .array(value.map(JSON.init))
    case let value as NSNumber where String(cString: value.objCType) == "c":
      self = .bool(value.boolValue)
    case let value as NSNumber where Int(exactly: value) != nil:
      self = .integer(value.intValue)
    case let value as NSNumber:
      self = .number(value.doubleValue)
    default:
      self = .null
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .bool(let value): try container.encode(value)
    case .integer(let value): try container.encode(value)
    case .number(let value): try container.encode(value)
    case .string(let value): try container.encode(value)
    case .array(let value): try container.encode(value)
    case .object(let value): try container.encode(value)
    }
  }

  /// The value on one line, members sorted by name.
  package var text: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(self) else { return "(not a finite number)" }
    return String(decoding: data, as: UTF8.self)
  }

  /// A member of an object; set to nil, it is removed.
  package subscript(_ name: String) -> JSON? {
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

  /// Adds the members of another object, which replace those of the same names.
  package mutating func merge(_ other: JSON) {
    guard case .object(let members) = self, case .object(let others) = other else { return }
    self = .object(members.merging(others) { $1 })
  }

  package var string: String? {
    guard case .string(let value) = self else { return nil }
    return value
  }

  package var integer: Int? {
    guard case .integer(let value) = self else { return nil }
    return value
  }

  package var bool: Bool? {
    guard case .bool(let value) = self else { return nil }
    return value
  }

  package var elements: [JSON] {
    guard case .array(let value) = self else { return [] }
    return value
  }
}

extension JSON: CustomStringConvertible {
  package var description: String { text }
}

extension JSON: ExpressibleByStringInterpolation {
  package init(stringLiteral value: String) { self = .string(value) }
}

extension JSON: ExpressibleByIntegerLiteral {
  package init(integerLiteral value: Int) { self = .integer(value) }
}

extension JSON: ExpressibleByFloatLiteral {
  package init(floatLiteral value: Double) { self = .number(value) }
}

extension JSON: ExpressibleByBooleanLiteral {
  package init(booleanLiteral value: Bool) { self = .bool(value) }
}

extension JSON: ExpressibleByNilLiteral {
  package init(nilLiteral: ()) { self = .null }
}

extension JSON: ExpressibleByArrayLiteral {
  package init(arrayLiteral elements: JSON...) { self = .array(elements) }
}

extension JSON: ExpressibleByDictionaryLiteral {
  package init(dictionaryLiteral elements: (String, JSON)...) {
    self = .object(Dictionary(elements) { $1 })
  }
}
