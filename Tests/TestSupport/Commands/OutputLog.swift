import Glibc

/// Everything that came out of one descriptor, and how much of it a test has already looked at.
struct OutputLog {
  /// nil when there is nothing more to come.
  private(set) var source: OwnedDescriptor?
  private(set) var bytes: [UInt8] = []
  /// Where `expect` goes on.
  private var seen = 0
  /// Where `takeNew` goes on.
  private var taken = 0

  /// Takes over the reading end, which must not block.
  init(_ source: OwnedDescriptor?) {
    self.source = source
  }

  var text: String {
    String(decoding: bytes, as: UTF8.self)
  }

  /// Takes nothing more, and closes the descriptor.
  mutating func close() {
    source = nil
  }

  /// Takes all that is there now.
  mutating func drain() throws(SupportFailure) {
    while let source {
      guard let chunk = try source.readAvailable() else { return }
      bytes += chunk
      if chunk.isEmpty { self.source = nil }
    }
  }

  /// What has come since it was asked last.
  mutating func takeNew() -> ArraySlice<UInt8> {
    defer { taken = bytes.count }
    return bytes[taken...]
  }

  /// The text up to and with the next occurrence of `wanted`, behind the last one found.
  mutating func take(through wanted: String) -> String? {
    let wanted = Array(wanted.utf8)
    guard let start = bytes[seen...].firstRange(of: wanted)?.upperBound else { return nil }
    defer { seen = start }
    return String(decoding: bytes[seen..<start], as: UTF8.self)
  }
}
