import TestSupport
import Testing

@Suite struct ExplainTests {
  @Test(arguments: [[], ["paused"], ["complete"], ["mirror"], ["-o", "mermaid"]])
  func `words need no server`(_ words: [String]) throws {
    let result = try Jobctl.run(["explain"] + words)
    #expect(result.status == 0 && result.error.isEmpty && !result.output.isEmpty)
  }

  @Test func `graphviz draws the machine, and a job's way through it`() throws {
    let daemon = try StorageDaemon(of: .any)
    try daemon.hold(.ready, "m")
    for words in [[], ["--job", "m"]] {
      let dot = try Jobctl.run(["explain", "-o", "dot"] + words, at: daemon.socket())
      #expect(dot.status == 0 && dot.error.isEmpty)
      let svg = try CommandRun.run("dot", ["-Tsvg"], input: .bytes(dot.outputBytes))
      #expect(svg.status == 0 && svg.error.isEmpty)
      #expect(svg.output.contains("<title>ready&#45;&gt;waiting</title>"))
      #expect(svg.output.contains("lightblue") == !words.isEmpty)
    }
  }

  @Test func `a live job is explained by where it stands`() throws {
    let daemon = try StorageDaemon(of: .any)
    try daemon.hold(.ready, "m")
    let ready = try Jobctl.run("explain", "--job", "m", at: daemon.socket())
    #expect(ready.status == 0 && ready.error.isEmpty)
    #expect(ready.output.hasPrefix("m is a job of type mirror "))
    #expect(
      ready.output.contains("\n  complete   it ends, and the device goes on with the target\n")
    )
    #expect(ready.output.contains("\n  resume     refused: accepted in paused and standby\n"))
  }

  @Test func `a job that is not there`() throws {
    let daemon = try StorageDaemon(of: .any)
    let result = try Jobctl.run("explain", "--job", "none", at: daemon.socket())
    #expect(result == .ended(3, error: "jobctl: there is no job 'none'\n"))
  }

  @Test(arguments: [nil, "running"] as [JSON?])
  func `every word of the server's is shown and not obeyed`(status: JSON?) throws {
    let evil: JSON = "\u{1B}[2J\u{202E}\nx"
    let server = try FakeMonitor { request in
      let id = request.command == "query-jobs" ? "id" : "device"
      let job: JSON = [
        id: "j", "type": evil, "status": status ?? evil, "error": evil, "io-status": evil,
        "current-progress": 1, "total-progress": 2, "offset": 1, "len": 2,
      ]
      return [.succeed([job])]
    }
    let result = try Jobctl.run("explain", "--job", "j", at: server.address)
    #expect(result.status == 0)
    #expect(result.output.contains(#"\x1b[2J\u{202e}\nx"#))
    #expect(status == nil || result.output.contains(#"its io-status is \x1b[2J\u{202e}\nx."#))
    #expect(!result.output.contains("\u{1B}") && !result.output.contains("\u{202E}"))
  }
}
