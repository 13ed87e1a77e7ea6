/// Steele, Lea and Flood's generator: the same numbers in every run.
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }
}

extension [UInt8] {
  /// Removes, replaces, inserts or repeats a few bytes.
  ///
  /// Never with a zero byte or a mark of UTF-16, by which Foundation recognises other encodings.
  mutating func damage(using random: inout SplitMix64) {
    guard !isEmpty else { return }
    let place = Int.random(in: 0..<count, using: &random)
    let end = Int.random(in: place...Swift.min(place + 3, count), using: &random)
    let telling = "{}[]:,\"\\u/dDeE0189+-.tfn \n\u{1F}\u{7F}é€😀".bytes + [0x80, 0xC0, 0xED, 0xFD]
    let byte = telling.randomElement(using: &random) ?? 0x20
    switch Int.random(in: 0..<5, using: &random) {
    case 0: removeSubrange(place..<end)
    case 1: self[place] = byte
    case 2: insert(byte, at: place)
    case 3: insert(contentsOf: self[place..<end], at: place)
    default: removeLast(count - end)
    }
  }
}
