import Foundation
package import QMP

/// JSON is what Foundation takes for it, and means the same; what is written is read again.
///
/// Where Foundation departs from RFC 8259, or has another limit, ``Difference`` says so.
package enum JSONOracle {
  /// What Foundation does otherwise (swift-foundation, JSONScanner.swift; JSONSerialization.swift
  /// of swift-corelibs-foundation).
  package enum Difference: Hashable {
    case skipsByteOrderMark
    case allowsCommaBeforeBracket
    /// It takes texts with these beginnings for UTF-16 or UTF-32, which RFC 8259 does not have.
    case guessesEncoding
    /// Its limit is 512 brackets, half of QEMU's.
    case nestsLess
  }

  package static func check(_ text: [UInt8]) throws(Finding) {
    try compare(text)
    guard let value = try? JSONParser.parse(text.span) else { return }
    for written in [JSONWriter.compact(value), JSONWriter.indented(value)] {
      try Finding.unless(
        (try? JSONParser.parse(written.span)) == value,
        "\(value) is written as \(String(decoding: written, as: UTF8.self))"
      )
    }
    try Finding.unless(
      !String(decoding: JSONWriter.compact(value), as: UTF8.self).unicodeScalars
        .contains { $0.properties.generalCategory == .control },
      "\(value) is written with a control character"
    )
    let message = JSONWriter.monitorMessage(value, isPretty: true)
    try Finding.unless(
      message.allSatisfy { $0 < 0x7F } && (try? JSONParser.parse(message.span)) != nil,
      "a monitor writes \(value) as \(String(decoding: message, as: UTF8.self))"
    )
  }

  private static func compare(_ text: [UInt8]) throws(Finding) {
    let ours = Result { () throws(JSONError) in try JSONParser.parse(text.span) }
    if case .failure(let error) = ours {
      try Finding.unless((0...text.count).contains(error.offset), "\(error), behind the end")
    }
    switch (ours, difference(text, ours)) {
    case (_, .guessesEncoding):
      try Finding.unless((try? ours.get()) == nil, "\(ours) was read of another encoding")
    case (let ours, let difference):
      try compare(ours, with: foundation(text), difference)
    }
  }

  private static func compare(
    _ ours: Result<JSONValue, JSONError>,
    with theirs: Result<Any, any Error>,
    _ difference: Difference?
  ) throws(Finding) {
    switch (ours, theirs) {
    case (.success(let ours), .success(let theirs)):
      try Finding.unless(agree(ours, theirs), "\(ours) is not \(theirs)")
    case (.failure, .failure): break
    case (.success(let value), .failure(let error)):
      try Finding.unless(difference == .nestsLess, "accepted as \(value), but \(error)")
    case (.failure(let error), .success(let value)):
      try Finding.unless(
        difference == .skipsByteOrderMark || difference == .allowsCommaBeforeBracket,
        "\(error), but accepted as \(value)"
      )
    }
  }

  package static func foundation(_ text: [UInt8]) -> Result<Any, any Error> {
    Result { try JSONSerialization.jsonObject(with: Data(text), options: .fragmentsAllowed) }
  }

  // MARK: - Differences

  package static func difference(
    _ text: [UInt8],
    _ ours: Result<JSONValue, JSONError>
  ) -> Difference? {
    if text.starts(with: "\u{FEFF}".utf8) { return .skipsByteOrderMark }
    if text.prefix(4).contains(0) || text.starts(with: [0xFE, 0xFF])
      || text.starts(with: [0xFF, 0xFE])
    {
      return .guessesEncoding
    }
    switch ours {
    case .success(let value): return value.depth > 512 ? .nestsLess : nil
    case .failure(let error):
      let before = text.prefix(error.offset).last { !" \t\r\n".utf8.contains($0) }
      let isBracket =
        error.reason == .unexpectedByte(UInt8(ascii: "]"))
        || error.reason == .unexpectedByte(UInt8(ascii: "}"))
      return before == UInt8(ascii: ",") && isBracket ? .allowsCommaBeforeBracket : nil
    }
  }

  private static func agree(_ ours: JSONValue, _ theirs: Any) -> Bool {
    switch (ours, theirs) {
    case (.null, is NSNull): true
    case (.bool(let value), let number as NSNumber): number.isBool && number.boolValue == value
    // Large integers are decimals over there, whose text is exact where their double is not.
    case (.integer(let value), let number as NSNumber):
      !number.isBool && Int64(number.description) == value
    case (.unsigned(let value), let number as NSNumber):
      UInt64(number.description) == value
    case (.number(let value), let number as NSNumber):
      !number.isInteger && Double(number.description) == value
    case (.string(let value), let string as String): value.utf8.elementsEqual(string.utf8)
    case (.array(let values), let array as [Any]):
      values.count == array.count && zip(values, array).allSatisfy(agree)
    case (.object(let object), let dictionary as [String: Any]):
      // Names that Unicode takes for the same are one name over there.
      Set(object.members.map(\.name)) == Set(dictionary.keys)
        && dictionary.allSatisfy { name, value in
          object.members.contains { $0.name == name && agree($0.value, value) }
        }
    default: false
    }
  }
}

extension NSNumber {
  /// Whether it is kept as a truth value or an integer of up to 64 bits.
  fileprivate var isInteger: Bool {
    "cCsSiIlLqQ".contains(String(cString: objCType))
  }

  fileprivate var isBool: Bool {
    String(cString: objCType) == "c"
  }
}

extension JSONValue {
  /// How many brackets stand open at most.
  fileprivate var depth: Int {
    switch self {
    case .null, .bool, .integer, .unsigned, .number, .string: 0
    case .array(let elements): 1 + (elements.lazy.map(\.depth).max() ?? 0)
    case .object(let object): 1 + (object.members.lazy.map(\.value.depth).max() ?? 0)
    }
  }
}
