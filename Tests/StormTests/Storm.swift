import Foundation
import TestSupport
import Testing

/// How much is run, and of which binary.
enum Storm {
  /// The binary that everything is run of; nil for a sample, of the one that the tests were built with.
  private static let binary = ProcessInfo.processInfo.environment["JOBCTL_STORM"]

  static var isComplete: Bool { binary != nil }

  static let path = binary ?? BuiltProducts.path("jobctl")

  /// Every element, or one of so many, the first at `offset`.
  static func sample<Element>(_ elements: [Element], every step: Int, from offset: Int) -> [Element]
  {
    guard !isComplete, !elements.isEmpty else { return elements }
    return stride(from: offset % min(step, elements.count), to: elements.count, by: step).map {
      elements[$0]
    }
  }

  /// Runs them all, a few at a time, and tells what was wrong; of a whole storm, how it went as well.
  static func run(_ runs: [StormRun], of name: String) throws {
    let start = ContinuousClock.now
    let problems = try Workers.map(runs, count: 16) { $0.problems() }.flatMap(\.self)
    report(problems)
    try #require(!runs.isEmpty)
    guard isComplete else { return }
    let seconds = start.duration(to: .now).components.seconds
    print("storm: \(runs.count) runs, \(problems.count) problems, \(seconds) s: \(name)")
  }

  static func report(_ problems: [String]) {
    for problem in problems.prefix(5) { Issue.record("\(problem.prefix(3000))") }
    if problems.count > 5 { Issue.record("and \(problems.count - 5) more") }
  }
}
