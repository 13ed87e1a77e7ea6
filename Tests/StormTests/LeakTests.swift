import Foundation
import TestSupport
import Testing

/// Commands under valgrind, in faults of every squall: no memory is lost, and none is read that nobody
/// has written.
@Suite(.enabled(if: Storm.isComplete, "it takes its time")) struct LeakTests {
  @Test(arguments: Array(Course.ofEachCommand.enumerated()))
  func `nothing is lost`(_ number: Int, _ course: Course) throws {
    let met = Squall.all.compactMap { squall in
      let faults = squall.faults.filter(course.meets)
      return faults.isEmpty ? nil : faults[number * 5 % faults.count]
    }
    let chosen = stride(from: number % 9, to: met.count, by: 9).map { met[$0] }
    try #require(!chosen.isEmpty)
    // What valgrind cannot run leaks nothing, either.
    let words = StormRun.valgrind.dropFirst() + ["--version"]
    try #require(CommandRun.run(StormRun.valgrind[0], Array(words)).status == 0)
    let problems = try Workers.map([nil] + chosen.map(Optional.some), count: 2) { fault in
      StormRun(command: course.command, fault: fault).leaks()
    }
    Storm.report(problems.flatMap(\.self))
    print("valgrind: \(problems.count) runs of \(course.testDescription)")
  }
}

extension StormRun {
  /// What valgrind says against it.
  func leaks() -> [String] {
    do {
      let (result, _) = try results(running: Self.valgrind) { _ in }
      let isClean = result.signal == nil && result.status != Self.verdict
      return isClean ? [] : ["\(self): \(result)"]
    } catch {
      return ["\(self): \(error)"]
    }
  }

  /// No status of jobctl's.
  private static let verdict: Int32 = 97

  /// A static binary has an allocator of its own, which valgrind does not see: so this is the other one.
  ///
  /// It has no debugging information, of which valgrind does not know every form.
  static let valgrind: [String] = {
    let program = BuiltProducts.path("jobctl-without-debug")
    _ = try? CommandRun.succeed(
      "strip",
      ["--strip-debug", "-o", program, BuiltProducts.path("jobctl")]
    )
    let suppressions = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "valgrind.supp").path(percentEncoded: false)
    return [
      "valgrind", "--quiet", "--vgdb=no", "--leak-check=full", "--show-leak-kinds=definite",
      "--errors-for-leak-kinds=definite", "--error-exitcode=\(verdict)",
      "--suppressions=\(suppressions)", program,
    ]
  }()
}
