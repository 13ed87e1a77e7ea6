package import POSIX

/// Lines of a stream, read in large pieces.
package struct LineReader {
  /// A longer line is broken, in bytes.
  private static let maximumLength = 1 << 20

  private var pending: ArraySlice<UInt8> = []
  private var buffer = [UInt8](repeating: 0, count: 1 << 16)
  /// Nothing more will come.
  package private(set) var isAtEnd = false

  package init() {}

  /// The next line without its end, which the last one need not have; nil until more is read.
  package mutating func next() -> String? {
    if let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
      defer { pending = pending[(end + 1)...] }
      return String(decoding: pending[..<end], as: UTF8.self)
    }
    guard isAtEnd || pending.count > Self.maximumLength, !pending.isEmpty else { return nil }
    defer { pending = [] }
    return String(decoding: pending, as: UTF8.self)
  }

  /// Reads what there is; waits where there is nothing.
  package mutating func read(from stream: StandardStream) throws(SystemError) {
    let count = try stream.read(into: &buffer)
    isAtEnd = count == 0
    pending = Array(pending)[...] + buffer.prefix(count)
  }
}
