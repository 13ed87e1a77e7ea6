import TestSupport
import Testing

/// What the storm takes for wrong: a judge who lets all pass would be none.
@Suite struct StormRunTests {
  @Test(arguments: [
    (CommandResult(status: 132, signal: 4), "signal 4"),
    (CommandResult(status: 2, errorBytes: Array("jobctl: wrong word\n".utf8)), "status 2"),
    (CommandResult(status: 130, errorBytes: Array("jobctl: interrupted\n".utf8)), "status 130"),
    (CommandResult(status: 8), "without a word"),
    (CommandResult(status: 8, errorBytes: Array("jobctl: a\nFatal error: b\n".utf8)), "no message"),
    (CommandResult(status: 0, outputBytes: [0x1B]), "output has U+1b"),
    (CommandResult(status: 0, outputBytes: [0x0D]), "output has U+d"),
    (CommandResult(status: 0, outputBytes: [0x7F]), "output has U+7f"),
    (CommandResult(status: 0, outputBytes: Array("\u{9B}".utf8)), "output has U+9b"),
    (CommandResult(status: 0, outputBytes: Array("\u{202E}".utf8)), "output has U+202e"),
    (CommandResult(status: 0, outputBytes: Array("\u{2028}".utf8)), "output has U+2028"),
    (CommandResult(status: 0, outputBytes: [0xFF]), "not UTF-8"),
    (CommandResult(status: 0, outputBytes: Array("a\nINJECTED".utf8)), "server's making"),
    (CommandResult(status: 0, outputBytes: Array("[{]".utf8)), "not JSON"),
  ])
  func `a command that does wrong is found out`(_ result: CommandResult, _ problem: String) {
    let fault = Fault("any", .every, .instead([]))
    let problems = StormRun(command: StormedCommand("list -o json"), fault: fault)
      .problems(of: result)
    #expect(problems.contains { $0.contains(problem) }, "\(problems)")
  }

  @Test func `a broken connection is not taken for success`() {
    let run = StormRun(
      command: StormedCommand("dismiss nobody", 3),
      fault: Fault("any", .every, .cut(after: 0, .close))
    )
    #expect(!run.problems(of: CommandResult(status: 0)).isEmpty)
    let told = CommandResult(status: 8, errorBytes: Array("jobctl: closed\n".utf8))
    #expect(run.problems(of: told).isEmpty)
  }
}
