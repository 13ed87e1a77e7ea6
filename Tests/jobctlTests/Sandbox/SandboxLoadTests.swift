import TestSupport
import Testing

/// A sandbox under load, and without any.
///
/// Time is what the process computed, so that a busy machine does not matter.
@Suite struct SandboxLoadTests {
  @Test func `a hundred clients hear every event`() throws {
    let sandbox = try Sandbox()
    let monitors = try (0..<100).map { _ in try sandbox.monitor() }
    try monitors[0].startMirror("m", ["speed": 1])
    try monitors[1].execute("job-pause", ["id": "m"])
    try monitors[2].execute("job-resume", ["id": "m"])
    try monitors[3].execute("job-cancel", ["id": "m"])
    let statuses = [
      "created", "running", "paused", "running", "aborting", "concluded", "null",
    ]
    for monitor in monitors {
      try monitor.waitForEvent("JOB_STATUS_CHANGE") { $0["status"] == "null" }
      #expect(monitor.statuses(of: "m") == statuses)
    }
  }

  @Test func `ten thousand jobs and a hundred clients are answered within a second`() throws {
    let sandbox = try Sandbox("--scenario", "many")
    let monitors = try (0..<100).map { _ in try sandbox.monitor() }
    for command in ["query-jobs", "query-block-jobs"] {
      let before = try sandbox.activity().computed
      #expect(try monitors[50].execute(command, timeout: .seconds(60)).elements.count == 10_000)
      #expect(try sandbox.activity().computed - before < .seconds(1))
    }
    let before = try sandbox.activity().computed
    try monitors[7].execute("job-pause", ["id": "job77"], timeout: .seconds(60))
    for monitor in monitors {
      try monitor.waitForEvent("JOB_STATUS_CHANGE", timeout: .seconds(60)) { $0["id"] == "job77" }
    }
    #expect(try sandbox.activity().computed - before < .seconds(1))
    let list = try Jobctl.run("--reply-timeout", "60s", "list", "-o", "name", at: sandbox.socket)
    #expect(list.lines.count == 10_000)
  }

  @Test(arguments: ["quiet", "tour"])
  func `it sleeps while nothing is due`(_ scenario: String) throws {
    let sandbox = try Sandbox("--scenario", scenario, "--time-scale", "0.001")
    let monitors = try (0..<3).map { _ in try sandbox.monitor() }
    for monitor in monitors { try monitor.exchange() }
    let before = try ProcessActivity.asleep(sandbox.command.processIdentifier)
    // What takes a while, without waiting for a clock.
    for _ in 1...20 { try CommandRun.succeed("true") }
    #expect(try sandbox.activity() == before)
  }

  @Test func `it wakes for what is due`() throws {
    let sandbox = try Sandbox()
    let monitor = try sandbox.monitor()
    try monitor.execute(
      "blockdev-create",
      ["job-id": "c", "options": ["driver": "file", "filename": "/c", "size": 1]]
    )
    try monitor.waitForEvent("JOB_STATUS_CHANGE") { $0["status"] == "concluded" }
  }

  @Test func `in quick motion beyond all measure it still answers`() throws {
    let sandbox = try Sandbox("--scenario", "flood", "--time-scale", "1000000")
    let monitor = try sandbox.client()
    _ = try monitor.receive(through: "\r\n")
    try monitor.send(#"{"execute": "qmp_capabilities"}"#)
    _ = try monitor.receive(through: "JOB_STATUS_CHANGE", timeout: .seconds(60))
    sandbox.command.send(15)
    #expect(try sandbox.command.wait(timeout: .seconds(60)).signal == 15)
  }
}
