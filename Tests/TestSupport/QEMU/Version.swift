/// The version of a server, to be compared: `7.2` is before `7.2.22`.
package struct Version: Comparable, Hashable, Sendable, ExpressibleByStringLiteral {
  private let numbers: [Int]

  package init(_ text: String) {
    numbers = text.split(separator: ".").compactMap { Int($0) }
  }

  package init(stringLiteral text: String) {
    self.init(text)
  }

  package static func < (left: Version, right: Version) -> Bool {
    left.numbers.lexicographicallyPrecedes(right.numbers)
  }
}

extension Version: CustomStringConvertible {
  package var description: String {
    numbers.map(String.init).joined(separator: ".")
  }
}
