/// Prose as lines of mdoc: a macro for each piece that is not plain text, and a line for each
/// sentence.
package struct MdocProse {
  package private(set) var lines: [String] = []
  /// The line of text that is being filled.
  private var words: [String] = []
  /// Whether a macro line was the last and what follows may have to stick to it.
  private var isBehindMacro = false
  private static let width = 78
  private static let opening = "(["
  private static let closing = ".,:;)]?!"

  package init(_ prose: Prose) {
    var text = ""
    for piece in prose.pieces {
      // Pieces of text are one text.
      if case .text(let more) = piece {
        text += more
        continue
      }
      append(text)
      text = ""
      switch piece {
      case .text: break
      case .literal(let word): append(macro: "Cm", Mdoc.argument(word))
      case .variable(let word): append(macro: "Ar", Mdoc.argument(word))
      case .option(let name): append(macro: "Fl", "\\-\(Mdoc.literal(name))")
      case .command(let line): append(macro: "Ql", Mdoc.unbroken("jobctl \(line)"))
      case .page(let name, let section): append(macro: "Xr", "\(name) \(section)")
      }
    }
    append(text)
    flush()
  }

  // MARK: - Text

  private mutating func append(_ text: String) {
    guard !text.isEmpty else { return }
    var rest = text[...]
    if isBehindMacro {
      stick(&rest)
      // What follows sticks to it, too.
      guard !rest.isEmpty else { return }
    }
    // What touches the next macro stays for it.
    for word in rest.split(separator: " ") { append(word: String(word)) }
    endsInBlank = rest.last == " "
    isBehindMacro = false
  }

  /// Whether a blank separates the text so far from what follows.
  private var endsInBlank = true

  private mutating func append(word: String) {
    let length = words.map(\.count).reduce(0, +) + words.count
    if !words.isEmpty, length + word.count > Self.width { flush() }
    words.append(word.hasPrefix("-") ? Mdoc.literal(word) : Mdoc.escaped(word))
    // A sentence a line, so that the formatter knows where one ends.
    if word.endsSentence { flush() }
  }

  private mutating func flush() {
    if !words.isEmpty { lines.append(Mdoc.line(words.joined(separator: " "))) }
    words = []
  }

  /// Puts what touches the macro before it into that macro's line.
  private mutating func stick(_ rest: inout Substring) {
    let touching = rest.prefix { $0 != " " }
    rest = rest.dropFirst(touching.count)
    guard !touching.isEmpty, let last = lines.indices.last else { return }
    if touching.allSatisfy({ Self.closing.contains($0) }) {
      lines[last] += touching.map { " \($0)" }.joined()
    } else {
      lines[last] += " Ns \(Mdoc.argument(String(touching)))"
    }
  }

  // MARK: - Macros

  private mutating func append(macro name: String, _ arguments: String) {
    let sticksToMacro = isBehindMacro && !lines.isEmpty
    if sticksToMacro {
      lines[lines.count - 1] += " Ns \(name) \(arguments)"
      return
    }
    if !endsInBlank, let word = words.popLast() {
      flush()
      let isOpening = Self.opening.contains(word)
      lines.append(
        isOpening ? ".\(name) \(word) \(arguments)" : ".No \(word) Ns \(name) \(arguments)"
      )
    } else {
      flush()
      lines.append(".\(name) \(arguments)")
    }
    isBehindMacro = true
    endsInBlank = false
  }
}

extension String {
  /// Whether a formatter takes it for the end of a sentence.
  fileprivate var endsSentence: Bool {
    let bare = reversed().drop { ")\"'".contains($0) }
    return bare.first.map { ".?!".contains($0) } == true
  }
}
