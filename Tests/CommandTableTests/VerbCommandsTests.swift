import CommandTable
import Jobs
import Testing

@Suite struct VerbCommandsTests {
  private static let actions: [(String, VerbRequest.Action)] = [
    ("pause", .pause), ("resume", .resume), ("cancel", .cancel), ("cancel --force", .forceCancel),
    ("complete", .complete), ("finalize", .finalize), ("dismiss", .dismiss),
  ]

  @Test(arguments: actions)
  func `each verb is a command`(_ command: String, _ action: VerbRequest.Action) throws {
    let order = try order("\(command) a b")
    #expect(order.action == action)
    #expect(order.selection == JobSelection(names: ["a", "b"]))
    #expect(!order.isDryRun && !order.overridesInterlocks && !order.isConfirmed)
  }

  @Test func `every verb of the schema has a command, but for change`() {
    let verbs = JobVerb.allCases.filter { CommandSpec.named($0.rawValue) == nil }
    #expect(verbs == [.change])
  }

  @Test(arguments: JobVerb.allCases.filter { $0 != .change })
  func `a verb completes the jobs that accept it`(_ verb: JobVerb) throws {
    let spec = try #require(CommandSpec.named(verb.rawValue))
    #expect(spec.operands.first?.completion == .job(acceptedBy: verb))
  }

  @Test func `the last word of set-speed is the rate`() throws {
    let order = try order("set-speed a b* 10M")
    #expect(order.action == .setSpeed(try ByteRate(parsing: "10M")))
    #expect(order.selection == JobSelection(names: ["a", "b*"]))
    let all = try self.order("set-speed --all --type backup unlimited")
    #expect(all.action == .setSpeed(.unlimited))
    #expect(all.selection == JobSelection(names: [], selectsAll: true, types: [.backup]))
  }

  @Test(arguments: ["resume", "complete"])
  func `what an interlock concerns can be overridden`(_ command: String) throws {
    #expect(try order("\(command) --override a").overridesInterlocks)
  }

  @Test func `one pattern among the ids is enough for --type`() throws {
    let selection = try order("cancel a b* --type mirror").selection
    #expect(selection.names == ["a", "b*"] && selection.types == [.mirror])
  }

  private func order(_ line: String) throws -> VerbOrder {
    guard case .verb(let order) = try CommandLine(line).parse().action else {
      throw UnexpectedAction()
    }
    return order
  }
}
