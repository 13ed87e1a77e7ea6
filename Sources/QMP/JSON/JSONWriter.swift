/// Writes JSON text; members keep their order.
///
/// What a terminal obeys instead of showing leaves as `\u` escapes: control characters, DEL and the
/// C1 set included, and characters that reorder, hide or break what stands around them. So a
/// compact text is always one line, never moves a cursor, and reads as it is written.
package struct JSONWriter {
  private enum Layout {
    case compact
    /// With this before each level's elements and this many spaces a level.
    case indented(lineBreak: String, spaces: Int)
  }

  private let layout: Layout
  /// As QEMU writes: everything beyond ASCII as `\uXXXX`, infinities though they are not JSON, and
  /// the two brackets of nothing on lines of their own.
  private var isMonitor = false
  private var bytes: [UInt8] = []

  /// One line, a space after each colon and comma, as QEMU writes it.
  package static func compact(_ value: JSONValue) -> [UInt8] {
    var writer = JSONWriter(layout: .compact)
    writer.write(value, depth: 0)
    return writer.bytes
  }

  /// Two spaces a level, without a line break at the end.
  package static func indented(_ value: JSONValue) -> [UInt8] {
    var writer = JSONWriter(layout: .indented(lineBreak: "\n", spaces: 2))
    writer.write(value, depth: 0)
    return writer.bytes
  }

  /// As QEMU's monitors send it: pure ASCII, indented by four with `pretty=on`, and a CR LF behind.
  package static func monitorMessage(_ value: JSONValue, isPretty: Bool) -> [UInt8] {
    let layout = isPretty ? Layout.indented(lineBreak: "\r\n", spaces: 4) : .compact
    var writer = JSONWriter(layout: layout, isMonitor: true)
    writer.write(value, depth: 0)
    return writer.bytes + "\r\n".utf8
  }

  private mutating func write(_ value: JSONValue, depth: Int) {
    switch value {
    case .null: bytes += "null".utf8
    case .bool(let value): bytes += (value ? "true" : "false").utf8
    case .integer(let value): bytes += String(value).utf8
    case .unsigned(let value): bytes += String(value).utf8
    case .number(let value): bytes += text(of: value).utf8
    case .string(let value): write(value)
    case .array(let elements):
      write(elements, between: "[", and: "]", depth: depth) { writer, element in
        writer.write(element, depth: depth + 1)
      }
    case .object(let object):
      write(object.members, between: "{", and: "}", depth: depth) { writer, member in
        writer.write(member.name)
        writer.bytes += ": ".utf8
        writer.write(member.value, depth: depth + 1)
      }
    }
  }

  private func text(of number: Double) -> String {
    guard isMonitor else {
      // Infinite for whoever reads it into a double, as QEMU does; JSON has no other word for it.
      if number.isInfinite { return number < 0 ? "-1e999" : "1e999" }
      return number.isNaN ? "null" : "\(number)"
    }
    // Whole numbers as by printf(3) with %.17g, all others in the fewest digits that mean the same.
    guard number == number.rounded(), abs(number) < 1e17 else { return "\(number)" }
    return (number.sign == .minus ? "-" : "") + String(UInt64(abs(number)))
  }

  private mutating func write<Element>(
    _ elements: [Element],
    between open: Unicode.Scalar,
    and close: Unicode.Scalar,
    depth: Int,
    _ writeElement: (inout JSONWriter, Element) -> Void
  ) {
    bytes.append(UInt8(ascii: open))
    for (index, element) in elements.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      if case .compact = layout {
        if index > 0 { bytes.append(UInt8(ascii: " ")) }
      } else {
        newLine(depth: depth + 1)
      }
      writeElement(&self, element)
    }
    if !elements.isEmpty || isMonitor { newLine(depth: depth) }
    bytes.append(UInt8(ascii: close))
  }

  private mutating func newLine(depth: Int) {
    guard case .indented(let lineBreak, let spaces) = layout else { return }
    bytes += lineBreak.utf8
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: spaces * depth))
  }

  private mutating func write(_ string: String) {
    bytes.append(UInt8(ascii: "\""))
    defer { bytes.append(UInt8(ascii: "\"")) }
    guard
      string.unicodeScalars.contains(where: { $0.needsJSONEscape || (isMonitor && !$0.isASCII) })
    else {
      bytes += string.utf8
      return
    }
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": bytes += "\\\"".utf8
      case "\\": bytes += "\\\\".utf8
      case "\n": bytes += "\\n".utf8
      case "\r": bytes += "\\r".utf8
      case "\t": bytes += "\\t".utf8
      case "\u{08}" where isMonitor: bytes += "\\b".utf8
      case "\u{0C}" where isMonitor: bytes += "\\f".utf8
      case _ where scalar.isTroublesome || (isMonitor && !scalar.isASCII):
        bytes += String(scalar).utf16.map(Unicode.Scalar.jsonEscape).joined().utf8
      default: bytes += String(scalar).utf8
      }
    }
  }
}

extension Unicode.Scalar {
  /// A C0 control character, DEL or a C1 control character: what a terminal obeys instead of
  /// showing.
  package var isControl: Bool {
    value < 0x20 || (0x7F...0x9F).contains(value)
  }

  /// A control character, or one that reorders, hides or breaks what stands around it.
  package var isTroublesome: Bool {
    if isASCII || isControl { return isControl }
    switch properties.generalCategory {
    case .format, .lineSeparator, .paragraphSeparator: return true
    default: return false
    }
  }

  fileprivate var needsJSONEscape: Bool {
    self == "\"" || self == "\\" || isTroublesome
  }

  /// `\u` and four hexadecimal digits.
  fileprivate static func jsonEscape(_ unit: UInt16) -> String {
    let digits = String(unit, radix: 16, uppercase: true)
    return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
  }
}
