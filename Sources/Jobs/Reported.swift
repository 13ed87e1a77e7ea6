/// A word of one of QEMU's enumerations as a server reported it.
///
/// Servers newer than this program may say words that it does not know; they are kept and shown as
/// they came.
package enum Reported<Value: RawRepresentable & Hashable & Sendable>: Hashable, Sendable
where Value.RawValue == String {
  case known(Value)
  case other(String)

  package init(_ word: String) {
    self = Value(rawValue: word).map(Reported.known) ?? .other(word)
  }

  package var word: String {
    switch self {
    case .known(let value): value.rawValue
    case .other(let word): word
    }
  }

  package var known: Value? {
    switch self {
    case .known(let value): value
    case .other: nil
    }
  }
}
