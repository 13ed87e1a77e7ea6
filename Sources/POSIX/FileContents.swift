import Glibc

/// Whole files (open(2), read(2)).
package enum FileContents {
  /// The bytes of a file; EFBIG when there are more than `limit`.
  package static func read(_ path: String, atMost limit: Int) throws(SystemError) -> [UInt8] {
    let descriptor = Descriptor(
      adopting: try SystemError.check("open") { open(path, O_RDONLY | O_CLOEXEC) }
    )
    return try read(from: descriptor, atMost: limit)
  }

  static func read(
    from descriptor: borrowing Descriptor,
    atMost limit: Int
  ) throws(SystemError) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while let count = try descriptor.read(into: &buffer), count > 0 {
      bytes += buffer.prefix(count)
      guard bytes.count <= limit else { throw SystemError(call: "read", code: EFBIG) }
    }
    return bytes
  }
}

extension SystemError {
  /// There is more of a file than was allowed for.
  package var isTooLarge: Bool {
    code == EFBIG
  }
}
