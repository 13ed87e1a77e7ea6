import CEditline
import POSIX

/// The state of the line that is being edited: what libedit's callbacks find through EL_CLIENTDATA.
final class Editing {
  let handle: OpaquePointer
  let capabilities: TerminalCapabilities
  private let modes: TerminalModes?
  /// Nil between lines.
  private var client: (any LineEditorClient)?
  /// As it is drawn.
  private(set) var prompt = ""
  /// The same for libedit, which keeps the pointer.
  private var promptText = UnsafeMutableBufferPointer<wchar_t>.allocate(capacity: 0)
  private var assembler = UTF8Assembler()
  /// Characters that came with the one before.
  private var pending: [Unicode.Scalar] = []
  /// Why the line is over; libedit may ask for more keys until it gives up.
  private var premature: LineEditor.Ending?
  /// The width for which the line was drawn last, and how much of prompt and line there was then.
  var drawn = (width: 0, count: 0)
  /// As it stood after the last Tab.
  private var lastCompleted: EditedText?

  /// Takes the editor over; `modes` are what the terminal goes back to.
  init(_ handle: OpaquePointer, restoring modes: TerminalModes?) {
    self.handle = handle
    self.modes = modes
    self.capabilities = TerminalCapabilities(
      up: ceditline_capability(handle, "up").map { String(cString: $0) },
      clearBelow: ceditline_capability(handle, "cd").map { String(cString: $0) }
    )
    ceditline_set_client(handle, Unmanaged.passUnretained(self).toOpaque())
    ceditline_set_prompt(handle) { Editing.of($0)?.promptText.baseAddress }
    ceditline_set_reader(handle) { editor, character in
      guard let editing = Editing.of(editor), let character else { return 0 }
      return editing.read(into: character)
    }
    ceditline_add_completion(handle) { editor, _ in
      Editing.of(editor)?.complete() ?? UInt8(CC_ERROR)
    }
  }

  deinit {
    ceditline_close(handle)
    modes?.restore(on: .input)
    promptText.deallocate()
  }

  private static func of(_ editor: OpaquePointer?) -> Editing? {
    guard let editor, let client = ceditline_client(editor) else { return nil }
    return Unmanaged<Editing>.fromOpaque(client).takeUnretainedValue()
  }

  // MARK: - Lines

  var isUnderWay: Bool {
    client != nil
  }

  func readLine(prompt: String, client: any LineEditorClient) -> LineEditor.Ending {
    setPrompt(prompt)
    self.client = client
    defer { self.client = nil }
    premature = nil
    lastCompleted = nil
    drawn = (Int(ceditline_columns(handle)), 0)
    // Before the prompt is there: what is typed once it is must not be shown by the terminal, too.
    ceditline_set_raw(handle, 1)
    var count: Int32 = 0
    let line = el_wgets(handle, &count)
    if let premature {
      // In the middle of a search libedit has gone to a fresh line by itself, and counts 0.
      if count != 0 || !isEditing { write("\n") }
      return premature
    }
    guard let line, count > 0 else {
      write("\n")
      return .ended
    }
    var scalars = UnsafeBufferPointer(start: line, count: Int(count)).map(\.scalar)
    while let last = scalars.last, last == "\n" || last == "\r" { scalars.removeLast() }
    return .line(String(scalars))
  }

  /// The prompt as it is drawn from now on.
  func setPrompt(_ prompt: String) {
    self.prompt = prompt
    let wide = prompt.wide
    promptText.deallocate()
    promptText = .allocate(capacity: wide.count)
    _ = promptText.initialize(from: wide)
  }

  /// The next character, as EL_GETCFN wants it.
  private func read(into character: UnsafeMutablePointer<wchar_t>) -> Int32 {
    while premature == nil, pending.isEmpty, let client {
      switch client.nextKey() {
      case .byte(let byte):
        pending = assembler.append(byte)
      case .abandon:
        showAbandoned()
        premature = .abandoned
      case .end:
        premature = .ended
      }
    }
    guard premature == nil, !pending.isEmpty else { return ceditline_interrupted() }
    character.pointee = wchar_t(bitPattern: pending.removeFirst().value)
    return 1
  }

  // MARK: - Completion

  /// What the line holds now, at any moment of editing.
  var text: EditedText {
    guard let line = el_wline(handle)?.pointee, let start = line.buffer else {
      return EditedText([], cursor: 0)
    }
    let scalars = UnsafeBufferPointer(start: start, count: line.lastchar - start).map(\.scalar)
    return EditedText(scalars, cursor: min(max(0, line.cursor - start), scalars.count))
  }

  private func complete() -> UInt8 {
    guard let client else { return UInt8(CC_ERROR) }
    let text = text
    let isRepeated = lastCompleted == text
    lastCompleted = text
    switch client.complete(text, isRepeated: isRepeated) {
    case .replace(let count, let replacement):
      el_deletestr(handle, Int32(clamping: count))
      el_winsertstr(handle, replacement.wide)
      lastCompleted = self.text
      return UInt8(CC_REFRESH)
    case .show(let lines):
      writeAbove(lines, thenPrompt: nil)
      return UInt8(CC_NORM)
    case .nothing:
      return UInt8(CC_ERROR)
    }
  }
}
