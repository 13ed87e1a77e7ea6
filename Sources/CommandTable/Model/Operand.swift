/// A word that a command takes without an option's name.
package struct Operand: Sendable {
  package enum Count: Sendable {
    case one
    case optional
    case oneOrMore
    case any
  }

  /// As usage lines show it: `ID|GLOB`.
  package let name: String
  package let count: Count
  package let completion: Completion
  /// Whether an empty word means something.
  package let mayBeEmpty: Bool

  package init(
    _ name: String,
    _ count: Count = .one,
    completion: Completion = .none,
    mayBeEmpty: Bool = false
  ) {
    self.name = name
    self.count = count
    self.completion = completion
    self.mayBeEmpty = mayBeEmpty
  }

  var usage: String {
    switch count {
    case .one: name
    case .optional: "[\(name)]"
    case .oneOrMore: "\(name)..."
    case .any: "[\(name)...]"
    }
  }
}
