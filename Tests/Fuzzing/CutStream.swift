/// A stream of bytes, and how it comes in pieces.
///
/// As an input: a byte that chooses a variant, the lengths of the pieces up to the line's end (`A`
/// for one byte, `B` for two, to 31; over and over), then the stream.
struct CutStream {
  let variant: Int
  let bytes: [UInt8]
  private let lengths: [Int]

  init(_ input: [UInt8]) {
    variant = Int(input.first ?? 0)
    let parts = input.dropFirst().split(
      separator: UInt8(ascii: "\n"),
      maxSplits: 1,
      omittingEmptySubsequences: false
    )
    lengths = parts[0].map { max(1, Int($0 & 0x1F)) }
    bytes = parts.count > 1 ? Array(parts[1]) : []
  }

  /// The stream as the input cuts it, and byte by byte.
  var deliveries: [[ArraySlice<UInt8>]] {
    [pieces(of: lengths.isEmpty ? [bytes.count + 1] : lengths), pieces(of: [1])]
  }

  private func pieces(of lengths: [Int]) -> [ArraySlice<UInt8>] {
    var pieces: [ArraySlice<UInt8>] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      let length = lengths[pieces.count % lengths.count]
      pieces.append(rest.prefix(length))
      rest = rest.dropFirst(length)
    }
    return pieces
  }
}
