import CommandTable
import Jobs
import QMP
import Testing

@Suite struct CompleterTests {
  // MARK: - Words

  @Test func `the first word is a command that people use`() {
    let offer = Self.offer("|")
    #expect(offer.candidates.map(\.word) == CommandSpec.visible.map(\.name))
    #expect(offer.candidates.map(\.summary) == CommandSpec.visible.map(\.summary))
    #expect(offer.slot == nil)
    #expect(offer.placeholder == "COMMAND")
  }

  /// The line as far as the cursor, and the words that fit.
  static let words: [(String, [String])] = [
    ("pa|", ["pause"]),
    ("-s /s pa|", ["pause"]),
    ("--socket=/s --color never sh|", ["show", "shell"]),
    ("help wa|", ["watch", "wait"]),
    ("list --rev|", ["--reverse"]),
    ("list --reverse --rev|", []),
    ("list --status ready --st|", ["--status"]),
    ("list --output |", ["table", "wide", "json", "jsonl", "tsv", "name"]),
    ("list -o j|", ["json", "jsonl"]),
    ("list --output=j|", ["json", "jsonl"]),
    ("list -oj|", ["json", "jsonl"]),
    ("list -roj|", ["json", "jsonl"]),
    ("list -ro j|", ["json", "jsonl"]),
    ("list --status r|", ["running", "ready"]),
    ("list --status running,r|", ["ready"]),
    ("list --status=paused,st|", ["standby"]),
    ("list --columns id,io|", ["io-status"]),
    ("--color=|", ["auto", "always", "never"]),
    ("is a p|", ["paused", "pending"]),
    ("is a paused,p|", ["pending"]),
    ("set-speed a un|", ["unlimited"]),
    ("set-speed --all |", ["unlimited"]),
    ("sandbox --scenario f|", ["flood"]),
    ("cancel -f|", ["-f"]),
    ("cancel -fy|", ["-fy"]),
    ("version |", globals),
    ("show a |", ["--output", "--columns", "--no-header", "--exact"] + globals),
  ]

  private static let globals = GlobalOptions.specs.map { "--" + $0.name }

  @Test(arguments: words)
  func `known words that fit are offered`(_ line: String, _ expected: [String]) {
    #expect(Self.offer(line).candidates.map(\.word) == expected)
  }

  @Test(arguments: [
    ("list|", "", "", "list"),
    ("list -oj|", "-o", "", "j"),
    ("list --output=j|", "--output=", "", "j"),
    ("list --status ready,ru|", "", "ready,", "ru"),
    ("list --status=ready,ru|", "--status=", "ready,", "ru"),
    ("-s unix:/r|", "", "unix:", "/r"),
    ("--socket=unix:/r|", "--socket=", "unix:", "/r"),
    ("-s/run/v|", "-s", "", "/run/v"),
    ("list --|", "", "", "--"),
    ("pause mirr|", "", "", "mirr"),
  ])
  func `what stays of the word is told from what is completed`(
    _ line: String,
    _ option: String,
    _ lead: String,
    _ prefix: String
  ) {
    let offer = Self.offer(line)
    #expect(offer.option == option)
    #expect(offer.lead == lead)
    #expect(offer.prefix == prefix)
  }

  /// Lines after which nobody knows what may come.
  @Test(arguments: [
    "nonsense |", "list --nonsense=a|", "list --reverse=a|", "version x|", "list -Z|", "show a b|",
    "is a paused b|", "__complete |", "-s tcp:host|", "help list x|",
  ])
  func `nothing is offered where nothing fits`(_ line: String) {
    let offer = Self.offer(line)
    #expect(offer.candidates.isEmpty)
    #expect(offer.slot == nil)
  }

  // MARK: - Slots

  static let slots: [(String, CompletionOffer.Slot?)] = [
    ("list |", .jobs(JobSlot(verb: nil))),
    ("ls a|", .jobs(JobSlot(verb: nil))),
    ("list a b |", .jobs(JobSlot(verb: nil, taken: ["a", "b"]))),
    ("list -- -|", .jobs(JobSlot(verb: nil))),
    ("list --unknown |", .jobs(JobSlot(verb: nil))),
    ("list --status ready |", .jobs(JobSlot(verb: nil))),
    ("show |", .jobs(JobSlot(verb: nil))),
    ("is |", .jobs(JobSlot(verb: nil))),
    ("wait a |", .jobs(JobSlot(verb: nil, taken: ["a"]))),
    ("watch |", .jobs(JobSlot(verb: nil))),
    ("pause |", .jobs(JobSlot(verb: .pause))),
    ("pause --wait |", .jobs(JobSlot(verb: .pause))),
    ("pause --all |", nil),
    ("resume -n a|", .jobs(JobSlot(verb: .resume))),
    ("cancel --force a |", .jobs(JobSlot(verb: .cancel, taken: ["a"]))),
    ("set-speed |", .jobs(JobSlot(verb: .setSpeed))),
    ("set-speed a |", .jobs(JobSlot(verb: .setSpeed, taken: ["a"]))),
    ("set-speed --all |", nil),
    ("-s |", .addresses),
    ("list --socket=|", .addresses),
    ("-s unix:|", .addresses),
    ("sandbox --listen /t|", .files),
    ("sandbox --scenario |", .files),
    ("sandbox -- |", .program(line: [])),
    ("sandbox -- jobctl list |", .program(line: ["jobctl", "list"])),
    ("qmp query-|", .serverCommands),
    ("qmp query-jobs |", nil),
    ("list --connect-timeout |", nil),
  ]

  @Test(arguments: slots)
  func `what only others know is left to the caller`(
    _ line: String,
    _ slot: CompletionOffer.Slot?
  ) {
    #expect(Self.offer(line).slot == slot)
  }

  @Test(arguments: [
    ("list |", nil), ("-s /s list |", "/s"), ("list --socket=/s |", "/s"), ("-s/s list |", "/s"),
    ("-s /a list -s /b |", "/b"), ("list --socket |", nil),
  ])
  func `the server that the line names is told`(_ line: String, _ server: String?) {
    #expect(Self.offer(line).server == server)
  }

  @Test(arguments: [
    ("list --connect-timeout |", "DURATION"), ("qmp x |", "KEY=VALUE|JSON"),
    ("set-speed a |", "ID|GLOB or RATE"), ("list |", "ID|GLOB"), ("list -|", "OPTION"),
    ("version |", nil),
  ])
  func `what stands here has a name even where nothing is offered`(
    _ line: String,
    _ name: String?
  ) {
    #expect(Self.offer(line).placeholder == name)
  }

  @Test func `more may follow a word of a list and the beginning of an address`() {
    #expect(
      Self.offer("list --status re|").candidates == [
        .init("ready", JobStatus.ready.summary, mayGoOn: true)
      ]
    )
    #expect(Self.offer("-s tc|").candidates == [.init("tcp:", "HOST:PORT", mayGoOn: true)])
    #expect(Self.offer("list -o js|").candidates.allSatisfy { !$0.mayGoOn })
  }

  @Test(arguments: CommandSpec.visible.map(\.name))
  func `every option of every command is offered`(_ name: String) throws {
    let spec = try #require(CommandSpec.named(name))
    #expect(
      Self.offer("\(name) --|").candidates.map(\.word)
        == (spec.options + GlobalOptions.specs).map { "--" + $0.name }
    )
  }

  @Test(arguments: CommandSpec.visible.map(\.name))
  func `every choice of every option is offered`(_ name: String) throws {
    let spec = try #require(CommandSpec.named(name))
    for option in spec.options + GlobalOptions.specs where option.placeholder != nil {
      let choices = option.completion.choices.map(\.word)
      let words = Self.offer("\(name) --\(option.name)=|").candidates.map(\.word)
      #expect(choices.isEmpty || words == choices)
    }
  }

  // MARK: - Jobs

  @Test(arguments: JobVerb.allCases, JobStatus.allCases)
  func `a slot admits a job whose status accepts the verb`(_ verb: JobVerb, _ status: JobStatus) {
    let version = QEMUVersion(11, 1)
    let job = Job(id: "j", type: .known(.mirror), status: .known(status))
    let accepts = verb.acceptingStatuses(in: version).contains(status)
    #expect(JobSlot(verb: verb).admission(on: version)(job) == accepts)
    #expect(JobSlot(verb: nil).admission(on: version)(job))
    #expect(!JobSlot(verb: nil, taken: ["j"]).admission(on: version)(job))
  }

  @Test func `older servers do not complete in standby`() {
    let job = Job(id: "j", type: .known(.mirror), status: .known(.standby))
    #expect(!JobSlot(verb: .complete).admission(on: QEMUVersion(5, 2))(job))
    #expect(JobSlot(verb: .complete).admission(on: QEMUVersion(6, 0))(job))
  }

  @Test func `only block jobs have a speed`() {
    let job = Job(id: "j", type: .known(.create), status: .known(.running))
    #expect(!JobSlot(verb: .setSpeed).admission(on: QEMUVersion(7, 2))(job))
    #expect(JobSlot(verb: .cancel).admission(on: QEMUVersion(7, 2))(job))
  }

  @Test func `a status of a newer server might accept anything`() {
    let job = Job(id: "j", type: .other("teleport"), status: .other("frozen"))
    #expect(JobSlot(verb: .pause).admission(on: QEMUVersion(12, 0))(job))
    #expect(JobSlot(verb: nil).summary(of: job) == "teleport, frozen")
  }

  // MARK: - Lines

  /// `|` is the cursor, at the end of the last word.
  private static func offer(_ line: String) -> CompletionOffer {
    var words = CommandLine(String(line.dropLast())).words
    if line.hasSuffix(" |") || words.isEmpty { words.append("") }
    let word = words.removeLast()
    return Completer().offer(for: word, after: words)
  }
}
