import Foundation
import Synchronization

/// How many lines somebody gets between the first one with a word and the first one with another.
///
/// It reads a descriptor on a thread of its own, to its end.
final class Tally: Sendable {
  private struct State {
    var count = 0
    var isCounting = false
    var isOver = false
  }

  let name: String
  private let descriptor: Int32
  private let begin: [UInt8]
  private let end: [UInt8]
  /// What the lines that count begin with.
  private let prefix: [UInt8]
  private let state = Mutex(State())

  init(_ name: String, of descriptor: Int32, from begin: String, to end: String, prefix: String) {
    self.name = name
    self.descriptor = descriptor
    self.begin = Array(begin.utf8)
    self.end = Array(end.utf8)
    self.prefix = Array(prefix.utf8)
    Thread.detachNewThread { self.read() }
  }

  /// Whether the first word has come.
  var hasBegun: Bool { state.withLock { $0.isCounting || $0.isOver } }

  /// Nil until the second word has come.
  var total: Int? { state.withLock { $0.isOver ? $0.count : nil } }

  private func read() {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    var rest: [UInt8] = []
    while true {
      var readiness = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      poll(&readiness, 1, -1)
      let count = Foundation.read(descriptor, &buffer, buffer.count)
      if count == -1, errno == EAGAIN || errno == EINTR { continue }
      guard count > 0 else { return }
      rest += buffer[..<count]
      var start = 0
      while let newline = rest[start...].firstIndex(of: 0x0A) {
        note(rest[start..<newline])
        start = newline + 1
      }
      rest.removeFirst(start)
    }
  }

  private func note(_ line: ArraySlice<UInt8>) {
    guard line.starts(with: prefix) else { return }
    state.withLock { state in
      guard !state.isOver else { return }
      if !state.isCounting {
        state.isCounting = Self.contains(line, begin)
      } else if Self.contains(line, end) {
        state.isOver = true
      } else {
        state.count += 1
      }
    }
  }

  private static func contains(_ line: ArraySlice<UInt8>, _ word: [UInt8]) -> Bool {
    line.withUnsafeBytes { line in
      word.withUnsafeBytes { word in
        guard line.count >= word.count else { return false }
        return (0...line.count - word.count).contains { offset in
          line[offset] == word[0]
            && line[offset..<offset + word.count].elementsEqual(word)
        }
      }
    }
  }
}
