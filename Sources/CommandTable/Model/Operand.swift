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
  /// The name of a switch that stands instead of it.
  package let excludingSwitch: String?

  package init(
    _ name: String,
    _ count: Count = .one,
    completion: Completion = .none,
    mayBeEmpty: Bool = false,
    without excludingSwitch: Switch? = nil
  ) {
    self.name = name
    self.count = count
    self.completion = completion
    self.mayBeEmpty = mayBeEmpty
    self.excludingSwitch = excludingSwitch?.spec.name
  }

  package var takesAnyNumber: Bool {
    switch count {
    case .one, .optional: false
    case .oneOrMore, .any: true
    }
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
