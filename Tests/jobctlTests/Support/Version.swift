/// The version of a server, to be compared: `7.2` is before `7.2.22`.
struct Version: Comparable, ExpressibleByStringLiteral {
  private let numbers: [Int]

  init(_ text: String) {
    numbers = text.split(separator: ".").compactMap { Int($0) }
  }

  init(stringLiteral text: String) {
    self.init(text)
  }

  static func < (left: Version, right: Version) -> Bool {
    left.numbers.lexicographicallyPrecedes(right.numbers)
  }
}
