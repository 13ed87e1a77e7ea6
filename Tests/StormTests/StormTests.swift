import CommandTable
import TestSupport
import Testing

/// Every command against every fault of a server: it ends in time, with a status and a sentence of the
/// documentation's, and gives no terminal anything to obey.
///
/// By default a sample that has each fault and each command; with JOBCTL_STORM all of them.
@Suite struct StormTests {
  @Test func `no command of the table is left out`() {
    #expect(Set(StormedCommand.table.keys) == Set(CommandSpec.all.map(\.name)))
  }

  @Test func `every fault has a name of its own`() {
    let names = Squall.all.flatMap(\.faults).map(\.name)
    #expect(names.count >= 1000)
    #expect(Set(names).count == names.count)
  }

  @Test func `in calm weather each command ends as it should`() throws {
    let courses = Course.all
    try #require(courses.count > 40)
    Storm.report(courses.flatMap(\.problems))
    for course in courses {
      #expect(!course.messages.isEmpty, "\(course.command.testDescription) asked for nothing")
    }
  }

  @Test(arguments: Array(Squall.all.enumerated()))
  func `whatever a server does, a command ends well`(_ number: Int, _ squall: Squall) throws {
    // Neighbours among the faults meet different commands, and neighbours among the squalls too.
    let faults = Storm.sample(squall.faults, every: squall.step, from: number)
    try Storm.run(
      faults.enumerated().flatMap { index, fault in
        let courses = Course.all.filter { $0.meets(fault) }
        return Storm.sample(courses, every: courses.count, from: number * 7 + index).map { course in
          StormRun(command: course.command, fault: fault)
        }
      },
      of: squall.name
    )
  }

  @Test(arguments: Array(Course.ofEachCommand.enumerated()))
  func `wherever the conversation is cut`(_ number: Int, _ course: Course) throws {
    let cuts = course.messages.enumerated().flatMap { index, message in
      (0...message.bytes.count).map { count in
        Fault(
          "the end after \(count) bytes of message \(index)",
          .number(index),
          .cut(after: count, .close)
        )
      }
    }
    try Storm.run(
      Storm.sample(cuts, every: 211, from: number * 31).map { fault in
        StormRun(command: course.command, fault: fault)
      },
      of: "cuts of \(course.testDescription)"
    )
  }

  @Test(.enabled(if: Storm.isComplete, "it takes its time"), arguments: Fault.slow)
  func `a byte a second`(_ fault: Fault) throws {
    try Storm.run(
      Course.all.filter { $0.meets(fault) }.map { StormRun(command: $0.command, fault: fault) },
      of: fault.name
    )
  }
}
