extension TerminalScreen {
  /// Where in a sequence the last byte left it.
  struct Parser {
    enum State: Hashable {
      case text
      case escape
      /// Behind ESC and a character that takes one more, as `(` does.
      case charset
      /// Behind ESC [, with the parameters so far.
      case control(String)
      /// Until BEL or ESC \.
      case string(endsWithNext: Bool)
    }

    var state = State.text
    /// The bytes of a character that is not whole yet.
    var pending: [UInt8] = []
  }

  /// Takes in what a program writes, in pieces of any size.
  package mutating func feed(_ bytes: some Sequence<UInt8>) {
    for byte in bytes {
      guard byte >= 0x80 || !parser.pending.isEmpty else {
        take(Unicode.Scalar(byte))
        continue
      }
      parser.pending.append(byte)
      let text = String(decoding: parser.pending, as: UTF8.self)
      let isWhole = String(validating: parser.pending, as: UTF8.self) != nil
      guard isWhole || parser.pending.count >= 4 || byte < 0x80 else { continue }
      parser.pending = []
      text.unicodeScalars.forEach { take($0) }
    }
  }

  package mutating func feed(_ text: String) {
    feed(text.utf8)
  }

  private mutating func take(_ scalar: Unicode.Scalar) {
    switch parser.state {
    case .text: takeText(scalar)
    case .escape: takeEscape(scalar)
    case .charset: parser.state = .text
    case .control(let parameters): takeControl(scalar, parameters)
    case .string(let endsWithNext):
      let isOver = endsWithNext || scalar == "\u{7}"
      parser.state = isOver ? .text : .string(endsWithNext: scalar == "\u{1B}")
    }
  }

  private mutating func takeText(_ scalar: Unicode.Scalar) {
    switch scalar {
    case "\u{1B}": parser.state = .escape
    case "\u{7}": bell()
    case "\u{8}": move(rows: 0, columns: -1)
    case "\t": tab()
    case "\n", "\u{B}", "\u{C}":
      // As for tmux: whoever feeds a line ends the one above.
      lines[cursor.row].goesOn = false
      lineFeed()
    case "\r": move(column: 0)
    case "\0", "\u{E}", "\u{F}": break
    default:
      if scalar.value < 0x20 || scalar.value == 0x7F {
        unknown.append("U+\(String(scalar.value, radix: 16))")
      } else {
        write(scalar)
      }
    }
  }

  private mutating func takeEscape(_ scalar: Unicode.Scalar) {
    parser.state = .text
    switch scalar {
    case "[": parser.state = .control("")
    case "]", "P", "_", "^": parser.state = .string(endsWithNext: false)
    case "(", ")", "*", "+", "#", "%": parser.state = .charset
    case "7": saveCursor()
    case "8": restoreCursor()
    case "D": lineFeed()
    case "M": reverseLineFeed()
    case "E":
      move(column: 0)
      lineFeed()
    case "c": self = TerminalScreen(rows: rows, columns: columns)
    case "=", ">", "\\": break
    default: unknown.append("ESC \(scalar)")
    }
  }

  private mutating func takeControl(_ scalar: Unicode.Scalar, _ parameters: String) {
    guard (0x40...0x7E).contains(scalar.value) else {
      parser.state = .control(parameters + String(scalar))
      return
    }
    parser.state = .text
    let isPrivate = parameters.hasPrefix("?")
    let numbers = parameters.drop { $0 == "?" }
      .split(separator: ";", omittingEmptySubsequences: false).map { Int($0) }
    let first = numbers.first ?? nil
    let count = max(1, first ?? 1)
    switch scalar {
    case "A": move(rows: -count, columns: 0)
    case "B", "e": move(rows: count, columns: 0)
    case "C", "a": move(rows: 0, columns: count)
    case "D": move(rows: 0, columns: -count)
    case "E": move(toRow: cursor.row + count, column: 0)
    case "F": move(toRow: cursor.row - count, column: 0)
    case "G", "`": move(column: count - 1)
    case "d": move(toRow: count - 1)
    case "H", "f":
      let column = (numbers.count > 1 ? numbers[1] : nil) ?? 1
      move(toRow: count - 1, column: max(1, column) - 1)
    case "J": eraseScreen(first ?? 0)
    case "K": eraseLine(first ?? 0)
    case "X":
      erase(row: cursor.row, columns: cursor.column..<min(columns, cursor.column + count))
    case "@": insertBlanks(count)
    case "P": deleteCharacters(count)
    case "L": scroll(by: -count, from: cursor.row)
    case "M": scroll(by: count, from: cursor.row)
    case "S": scroll(by: count, from: region.lowerBound)
    case "T": scroll(by: -count, from: region.lowerBound)
    case "r":
      let bottom = (numbers.count > 1 ? numbers[1] : nil) ?? rows
      region = (count - 1)...max(count - 1, min(rows, bottom) - 1)
      move(toRow: 0, column: 0)
    case "h", "l":
      for number in numbers.compactMap(\.self) { set(number, isPrivate, to: scalar == "h") }
    case "m": break
    case "s": saveCursor()
    case "u": restoreCursor()
    default: unknown.append("ESC [ \(parameters)\(scalar)")
    }
  }

  private mutating func eraseScreen(_ kind: Int) {
    let row = cursor.row
    switch kind {
    case 0:
      eraseLine(0)
      for below in (row + 1)..<max(row + 1, rows) { erase(row: below, columns: 0..<columns) }
    case 1:
      eraseLine(1)
      for above in 0..<row { erase(row: above, columns: 0..<columns) }
    case 2, 3:
      for any in 0..<rows { erase(row: any, columns: 0..<columns) }
    default: unknown.append("ESC [ \(kind)J")
    }
  }

  private mutating func eraseLine(_ kind: Int) {
    switch kind {
    case 0: erase(row: cursor.row, columns: cursor.column..<columns)
    case 1: erase(row: cursor.row, columns: 0..<(cursor.column + 1))
    case 2: erase(row: cursor.row, columns: 0..<columns)
    default: unknown.append("ESC [ \(kind)K")
    }
  }

  private mutating func set(_ mode: Int, _ isPrivate: Bool, to isOn: Bool) {
    switch (isPrivate, mode) {
    case (false, 4): insertsCharacters = isOn
    case (true, 7): wrapsAtMargin = isOn
    // Keys, the cursor's looks, the mouse: nothing to be seen.
    case (true, 1), (true, 12), (true, 25), (true, 1000...1006), (true, 2004): break
    default: unknown.append("mode \(isPrivate ? "?" : "")\(mode)")
    }
  }
}
