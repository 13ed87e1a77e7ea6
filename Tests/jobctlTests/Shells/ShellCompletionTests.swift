import TestSupport
import Testing

/// The completion scripts in their shells.
@Suite struct ShellCompletionTests {
  /// Lines, and the words that fit at their ends; `-` in front of a word is the shells' own affair.
  static let lines: [(String, [String])] = [
    ("jobctl pa", ["pause"]),
    ("jobctl -s /s pa", ["pause"]),
    ("jobctl --socket=/s --color never sh", ["show", "shell"]),
    ("jobctl help wa", ["watch", "wait"]),
    ("jobctl list --rev", ["--reverse"]),
    ("jobctl ls --rev", ["--reverse"]),
    ("jobctl list --output ", ["table", "wide", "json", "jsonl", "tsv", "name"]),
    ("jobctl list -o j", ["json", "jsonl"]),
    ("jobctl list a b -o j", ["json", "jsonl"]),
    ("jobctl list --status r", ["running", "ready"]),
    ("jobctl list --status running,r", ["running,ready"]),
    ("jobctl list --columns id,type,io", ["id,type,io-status"]),
    ("jobctl is a p", ["paused", "pending"]),
    ("jobctl is a paused,p", ["paused,pending"]),
    ("jobctl sandbox --scenario flo", ["flood"]),
    ("jobctl explain sta", ["standby"]),
    ("jobctl completion ", ["bash", "zsh", "fish"]),
    ("jobctl --no", ["--no-share"]),
    ("jobctl nonsense ", []),
    ("jobctl is a paused x", []),
    ("jobctl qmp query-jobs x", []),
    ("jobctl list --connect-timeout ", []),
  ]

  @Test(arguments: CompletingShell.allCases)
  func `words of the table need no jobctl`(_ shell: CompletingShell) throws {
    // In front of the built one stands one that fails.
    let folder = try TemporaryDirectory()
    try folder.write(
      "#!/bin/sh\necho called >>'\(folder.path("log"))'; exit 1\n",
      to: "jobctl",
      permissions: 0o755
    )
    let found = try shell.complete(Self.lines.map(\.0), path: folder.path)
    for ((line, words), candidates) in zip(Self.lines, found) {
      #expect(Set(candidates.map(\.word)) == Set(words), "\(line)")
    }
    #expect(try folder.names() == ["jobctl"])
  }

  @Test(arguments: CompletingShell.allCases)
  func `a value may stand in the same word`(_ shell: CompletingShell) throws {
    let found = try shell.complete([
      "jobctl list --output=j", "jobctl list --status=paused,st", "jobctl list -oj",
    ]).map { Set($0.map(\.word)) }
    // Readline replaces what stands behind the equals sign.
    let lead = shell == .bash ? "" : "--output="
    #expect(found[0] == ["\(lead)json", "\(lead)jsonl"])
    #expect(found[1] == [shell == .bash ? "paused,standby" : "--status=paused,standby"])
    #expect(found[2] == ["-ojson", "-ojsonl"])
  }

  @Test(arguments: CompletingShell.allCases)
  func `every option is offered`(_ shell: CompletingShell) throws {
    let help = try Jobctl.run("cancel", "--help").output
    let options = help.matches(of: /--([a-z-]+)(?:\[?=|\ |\n)/).map { "--\($0.1)" }
    let found = try shell.complete(["jobctl cancel --"])[0].map(\.word)
    #expect(Set(options).isSubset(of: found.map { String($0.split(separator: "=")[0]) }))
    #expect(options.count > 10)
  }

  // MARK: - Jobs

  @Test(arguments: CompletingShell.allCases)
  func `ids are those of jobs that accept the verb`(_ shell: CompletingShell) throws {
    let daemon = try StorageDaemon(of: .any)
    try daemon.hold(.running, "run")
    try daemon.hold(.paused, "sleep")
    try daemon.hold(.ready, "ready")
    try daemon.hold(.pending, "end")
    try daemon.hold(.concluded, "over")
    let cases: [(String, Set<String>)] = [
      ("jobctl pause ", ["run", "ready"]),
      ("jobctl resume ", ["sleep"]),
      ("jobctl complete ", ["ready"]),
      ("jobctl finalize ", ["end"]),
      ("jobctl dismiss ", ["over"]),
      ("jobctl cancel ", ["run", "sleep", "ready", "end"]),
      ("jobctl cancel run ready ", ["sleep", "end"]),
      ("jobctl set-speed ", ["run", "sleep", "ready"]),
      ("jobctl set-speed run ", ["sleep", "ready", "unlimited"]),
      ("jobctl show ", ["run", "sleep", "ready", "end", "over"]),
      ("jobctl wait r", ["run", "ready"]),
      ("jobctl is r", ["run", "ready"]),
      ("jobctl explain --job o", ["over"]),
      ("jobctl qmp query-jo", ["query-jobs"]),
      ("jobctl show run ", []),
    ]
    let named = try shell.complete(cases.map(\.0), at: daemon.socket())
    let typed = try shell.complete(
      cases.map { $0.0.replacing("jobctl ", with: "jobctl -s \(daemon.socket()) ") }
    )
    for (line, words) in cases {
      let index = try #require(cases.firstIndex { $0.0 == line })
      for found in [named[index], typed[index]] {
        var ids = Self.ids(found)
        // On a busy machine its own limit passes, and then it says nothing.
        for _ in 1...10 where ids != words && ids.isSubset(of: words) {
          ids = Self.ids(try shell.complete([line], at: daemon.socket())[0])
        }
        #expect(ids == words, "\(line)")
      }
    }
    if shell == .fish {
      #expect(named[1] == [.init(word: "sleep", summary: "mirror, paused")])
    }
  }

  private static func ids(_ found: Set<CompletingShell.Candidate>) -> Set<String> {
    Set(found.map(\.word)).filter { !$0.hasPrefix("-") }
  }

  @Test(arguments: CompletingShell.allCases)
  func `the variable of a line, and one's home, are put in place`(
    _ shell: CompletingShell
  ) throws {
    let daemon = try StorageDaemon(of: .any)
    try daemon.hold(.running, "run")
    let found = try shell.complete(["jobctl -s $JOBCTL_SOCKET pause "], at: daemon.socket())
    #expect(found[0].map(\.word) == ["run"])
  }

  @Test(arguments: CompletingShell.allCases)
  func `a server is found by its socket, or is a file`(_ shell: CompletingShell) throws {
    let daemon = try StorageDaemon(of: .any)
    let folder = try TemporaryDirectory()
    try folder.write("", to: "a-file")
    let lines = ["jobctl -s ", "jobctl -s tc", "jobctl -s \(folder.path("a-f"))"]
    let found = try shell.complete(lines).map { Set($0.map(\.word)) }
    #expect(found[0].contains(daemon.socket()))
    #expect(found[0].isSuperset(of: ["unix:", "tcp:", "fd:"]))
    #expect(found[1] == ["tcp:"])
    #expect(found[2].contains { $0.hasSuffix("a-file") })
  }

  @Test(arguments: CompletingShell.allCases)
  func `a command's own words are completed as such`(_ shell: CompletingShell) throws {
    let found = try shell.complete(["jobctl sandbox -- jobct"]).map { Set($0.map(\.word)) }
    #expect(found[0].contains("jobctl"))
    // bash needs bash-completion for it.
    if shell != .bash {
      let words = try shell.complete(["jobctl sandbox -- jobctl pa"])[0].map(\.word)
      #expect(words == ["pause"])
    }
  }

  /// What is typed before Tab, and what stands there afterwards.
  @Test(arguments: [
    ("jobctl pau", "jobctl pause "),
    ("jobctl list --output=jsonl --color=al", "--color=always "),
    ("jobctl list --status=run", "--status=running"),
    ("jobctl list --status=paused,stan", "--status=paused,standby"),
    ("jobctl -s uni", "-s unix:"),
    ("jobctl -s /etc/os-rel", "-s /etc/os-release "),
    ("jobctl sandbox --listen=/etc/os-rel", "--listen=/etc/os-release "),
    ("jobctl -s unix:$JOBCTL_SOCKET show only-j", "show only-job "),
  ])
  func `readline puts it into the line`(_ typed: String, _ completed: String) throws {
    let daemon = try StorageDaemon(of: .any)
    try daemon.hold(.running, "only-job")
    let folder = try TemporaryDirectory()
    let script = try folder.write(try Jobctl.run("completion", "bash").output, to: "script")
    let terminal = try PseudoTerminal(
      running: "bash",
      ["--norc", "-i"],
      environment: ["HOME": folder.path, "PS1": "ready> "],
      columns: 200
    )
    try terminal.expect("ready> ")
    try terminal.write("PATH=\(BuiltProducts.directory):$PATH; . \(script)\r")
    try terminal.expect("ready> ")
    try terminal.write(typed.replacing("$JOBCTL_SOCKET", with: daemon.socket()))
    try terminal.write("\t#")
    try terminal.expect("\(completed)#")
  }

  // MARK: - Trouble

  @Test(arguments: CompletingShell.allCases)
  func `a server that is silent or gone costs a moment and no message`(
    _ shell: CompletingShell
  ) throws {
    let server = try FakeMonitor([.stall])
    let lines = ["jobctl pause ", "jobctl -s /nonexistent pause ", "jobctl -s tcp: pause "]
    let found = try shell.complete(lines, at: server.address)
    #expect(found.allSatisfy { $0.isEmpty })
    #expect(server.received.isEmpty)
  }

  @Test(arguments: CompletingShell.allCases)
  func `an id that a shell would obey is not offered`(_ shell: CompletingShell) throws {
    let ids = ["good", "$(reboot)", "a b", "a\nb", "a\tb", "`x`", "-f", "a;b", "é"]
    let server = try FakeMonitor { _ in
      [
        .succeed(
          .array(
            ids.map {
              [
                "id": .string($0), "type": "mirror", "status": "running", "current-progress": 0,
                "total-progress": 0,
              ]
            }
          )
        )
      ]
    }
    let found = try shell.complete(["jobctl pause "], at: server.address)
    #expect(found[0].map(\.word) == ["good"])
  }

  // MARK: - The scripts

  @Test(arguments: CompletingShell.allCases)
  func `the shell finds nothing wrong with the script`(_ shell: CompletingShell) throws {
    let script = try Jobctl.run("completion", shell.rawValue)
    #expect(script.status == 0 && script.error.isEmpty)
    let check = try CommandRun.run(
      shell.rawValue,
      ["-n", "/dev/stdin"],
      input: .bytes(script.outputBytes)
    )
    #expect(check == .ended(0))
    if shell == .bash {
      #expect(
        try CommandRun.run("shellcheck", ["-"], input: .bytes(script.outputBytes)) == .ended(0)
      )
    }
  }
}
