package import Jobs
package import Simulator

/// A value that is one word of a fixed set.
package protocol Choosable: RawRepresentable<String>, Sendable {
  var summary: String { get }
}

extension Choosable {
  var choice: Completion.Choice {
    Completion.Choice(rawValue, summary)
  }

  static func choose(_ word: String, from values: [Self]) throws(ValueError) -> Self {
    guard let value = values.first(where: { $0.rawValue == word }) else {
      let words = values.map(\.rawValue).joined(separator: ", ")
      throw ValueError(word: word, reason: "is not one of \(words)")
    }
    return value
  }
}

extension JobStatus: Choosable {
  /// Those that a query can tell.
  static let listed = allCases.filter { $0 != .undefined && $0 != .null }
}

extension JobType: Choosable {}

extension JobField: Choosable {}

extension BuiltInScenario: Choosable {}
