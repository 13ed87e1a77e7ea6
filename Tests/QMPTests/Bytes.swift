extension String {
  var bytes: [UInt8] {
    Array(utf8)
  }
}

extension [UInt8] {
  /// The same bytes cut every `size` bytes, as a socket might deliver them.
  func pieces(of size: Int) -> [[UInt8]] {
    stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
  }

  /// The bytes read as UTF-8.
  var text: String {
    String(decoding: self, as: UTF8.self)
  }
}
