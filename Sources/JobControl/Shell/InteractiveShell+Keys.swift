import LineEditing
import POSIX
import QMP

/// Waiting for keys, and for everything else meanwhile.
extension InteractiveShell: LineEditorClient {
  func nextKey() -> LineEditor.Key {
    while ending == nil {
      connection.keepUp()
      showNews()
      var readiness = PollSet()
      let typed = readiness.add(.input, .readable)
      let ended = readiness.add(endings.descriptor, .readable)
      watchTerminal(with: &readiness)
      connection.watch(with: &readiness)
      let due = Instant.earliest(connection.due, feed.due(isAsked: connection.isAsking))
      do throws(SystemError) {
        try readiness.wait(timeout: due.map { Instant.now.duration(to: $0) })
        if readiness.isReady(ended), let key = try obeyEnding() { return key }
        try obeyTerminal()
        if readiness.isReady(typed) { return try readKey() }
      } catch {
        // A terminal that has gone says so in several ways.
        return .end
      }
    }
    return .end
  }

  func complete(_ text: EditedText, isRepeated: Bool) -> LineEditor.Completion {
    let window = StandardStream.error.windowSize ?? .usual
    var isConnected = false
    if case .open = connection.state { isConnected = true }
    let completer = ShellCompleter(
      jobs: isConnected ? feed.jobs : nil,
      version: connection.version ?? QEMUVersion(3, 0),
      serverCommands: connection.offeredCommands,
      rows: window.rows,
      columns: window.columns,
      findMonitors: { MonitorPaths.found },
      listFolder: Folder.entries
    )
    return completer.complete(text, isRepeated: isRepeated)
  }

  private func readKey() throws(SystemError) -> LineEditor.Key {
    // No more than one byte: what follows may be for a command that asks.
    var byte: [UInt8] = [0]
    guard try StandardStream.input.read(into: &byte) > 0 else { return .end }
    // It may be about jobs, and Tab must not wait for the server.
    if feed.wantsQuery(isTyping: true) { connection.refresh() }
    return .byte(byte[0])
  }

  /// What a signal means for the line; nil for nothing.
  private func obeyEnding() throws(SystemError) -> LineEditor.Key? {
    guard let signal = try endings.next() else { return nil }
    if signal.number == SignalDescriptor.interrupt { return .abandon }
    ending = .signal(signal.number)
    return .end
  }

  private func watchTerminal(with readiness: inout PollSet) {
    // Taken out and put back, because what cannot be copied cannot be looked at in an optional.
    guard let signals = terminalSignals.take() else { return }
    _ = readiness.add(signals.descriptor, .readable)
    terminalSignals = consume signals
  }

  private func obeyTerminal() throws(SystemError) {
    while let signal = try terminalSignals?.next() {
      switch signal.number {
      case SignalDescriptor.windowChange:
        editor.followWindow()
      case SignalDescriptor.suspension:
        editor.suspend { ProcessSignals.suspend() }
        // Going on is a signal, too, and a window that changed meanwhile has been followed.
        while try terminalSignals?.next() != nil {}
      case SignalDescriptor.continuation:
        editor.resume()
      default:
        break
      }
    }
  }

  /// Waits for the answer to a command's question; nil where Ctrl-C is one.
  func readAnswer() -> String? {
    var line: [UInt8] = []
    while true {
      var readiness = PollSet()
      let typed = readiness.add(.input, .readable)
      let ended = readiness.add(endings.descriptor, .readable)
      do throws(SystemError) {
        try readiness.wait(timeout: nil)
        if readiness.isReady(ended), let signal = try endings.next() {
          if signal.number != SignalDescriptor.interrupt { ending = .signal(signal.number) }
          return nil
        }
        guard readiness.isReady(typed) else { continue }
        var byte: [UInt8] = [0]
        guard try StandardStream.input.read(into: &byte) > 0 else { return nil }
        if byte[0] == UInt8(ascii: "\n") { return String(decoding: line, as: UTF8.self) }
        line.append(byte[0])
      } catch {
        return nil
      }
    }
  }
}
