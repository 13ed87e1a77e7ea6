import Testing

/// Faults that are much alike.
struct Squall: Sendable {
  let name: String
  let faults: [Fault]
  /// Of so many faults an ordinary run takes one.
  var step = 1

  static let all =
    [
      Squall(name: "ends, stalls and paces", faults: Fault.breaks),
      Squall(name: "floods", faults: Fault.floods),
      Squall(name: "errors", faults: Fault.errors),
      Squall(name: "the same words everywhere", faults: Fault.wholes),
    ] + Fault.garbage + Fault.members
}

extension Squall: CustomTestStringConvertible {
  var testDescription: String { name }
}
