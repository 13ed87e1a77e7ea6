import TestSupport
import Testing

/// Whatever a server or a user says, no terminal is made to obey it.
@Suite struct HostileTextTests {
  /// Clears the screen, rings, goes back, turns red by C1, turns the direction, and ends the line.
  private static let evil = "\u{1B}[2J\u{7}\r\u{9B}31m\u{202E}\u{2028}a\nb\tc\u{7F}"
  private static let visible = #"\x1b[2J\x07\r\x9b31m\u{202e}\u{2028}a\nb\tc\x7f"#

  /// The same as an id, which never holds the characters of patterns.
  private static let evilID = evil.replacing("[", with: "")
  private static let visibleID = visible.replacing("[", with: "")

  private static let jobs: JSON = [
    [
      "id": .string(evilID), "type": .string(evil), "status": .string(evil), "error": .string(evil),
      "current-progress": 1, "total-progress": 2,
    ]
  ]

  @Test(arguments: ["table", "wide", "json", "jsonl", "tsv", "name"])
  func `a job of evil words is listed in plain ones`(format: String) throws {
    let server = try Self.server()
    for words in [["list"], ["show", Self.evilID]] {
      let result = try Jobctl.run(words + ["-o", format], at: server.address)
      #expect(result.status == 0)
      #expect(!result.output.isEmpty)
      expectHarmless(result)
    }
  }

  @Test func `the table says what there is`() throws {
    let words = ["list", "--columns", "id,error", "--no-header"]
    let server = try Self.server()
    let result = try Jobctl.run(words, at: server.address)
    #expect(result.output == "\(Self.visibleID)  \(Self.visible)\n")
  }

  @Test func `JSON brings it back as it was`() throws {
    let server = try Self.server()
    let result = try Jobctl.run("list", "-o", "json", at: server.address)
    #expect(try JSON(parsing: result.output).elements[0]["id"] == .string(Self.evilID))
  }

  @Test(arguments: [
    ["pause"], ["cancel"], ["cancel", "-f"], ["complete"], ["dismiss"], ["finalize"], ["resume"],
    ["show"], ["list"], ["pause", "-n"], ["list", "--sort"], ["list", "--columns"], ["list", "-s"],
    ["list", "--type"], ["set-speed", "a"], ["qmp"], ["qmp", "a"], ["help"], [],
    ["list", "--status"], ["list", "--reply-timeout"],
  ])
  func `an evil word of the command line`(words: [String]) throws {
    let server = try Self.server()
    for word in [Self.evil, "-\(Self.evil)", "--\(Self.evil)", "*\(Self.evil)"] {
      expectHarmless(try Jobctl.run(words + [word], at: server.address))
    }
  }

  @Test func `an evil address`() throws {
    for address in [Self.evil, "tcp:\(Self.evil)", "tcp:\(Self.evil):1", "fd:\(Self.evil)"] {
      expectHarmless(try Jobctl.run("list", at: address))
      expectHarmless(try Jobctl.run("list", environment: ["JOBCTL_SOCKET": address]))
    }
  }

  @Test func `an error text with escapes and lines`() throws {
    let server = try FakeMonitor { _ in
      [.fail(Self.evil, errorClass: "Generic\u{1B}Error")]
    }
    let result = try Jobctl.run("qmp", Self.evil, at: server.address)
    #expect(
      result
        == .ended(
          1,
          error: """
            jobctl: the server refused \(Self.visible)
              the server said: Generic\\x1bError: \(Self.visible)

            """
        )
    )
  }

  @Test func `an evil reply to a command, and the traffic`() throws {
    let server = try FakeMonitor { _ in [.event(Self.evil, [Self.evil: 1]), .succeed(Self.jobs)] }
    for words in [["qmp", Self.evil], ["qmp", "-c", "a", "\(Self.evil)=\(Self.evil)"]] {
      let result = try Jobctl.run(words + ["--debug"], at: server.address)
      #expect(result.status == 0)
      expectHarmless(result)
    }
  }

  @Test func `a command that is interrupted`() throws {
    let server = try FakeMonitor(FakeMonitor.Step.negotiate() + [.stall])
    let command = try Jobctl.start("qmp", Self.evil, at: server.address)
    try server.wait { $0.received.count == 2 }
    command.send(2)
    let result = try command.wait()
    #expect(result.error.contains(Self.visible))
    expectHarmless(result)
  }

  private static func server() throws -> FakeMonitor {
    try FakeMonitor { request in
      switch request.command {
      case "query-jobs": [.succeed(jobs)]
      case "query-block-jobs": [.succeed([])]
      default: [.fail(evil)]
      }
    }
  }

  /// Line feeds between lines and tabs between fields are the only control characters.
  private func expectHarmless(_ result: CommandResult) {
    for text in [result.output, result.error] {
      #expect(
        !text.unicodeScalars.contains { scalar in
          scalar.properties.generalCategory == .control && scalar != "\n" && scalar != "\t"
        }
      )
      #expect(!text.contains("a\nb") && !text.contains("b\tc"))
    }
  }
}
