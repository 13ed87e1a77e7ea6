import TestSupport
import Testing

/// Releases from before storage daemons, as the sandbox plays them.
@Suite struct OldReleaseTests {
  private static let releases: [Version] = ["2.12.0", "3.0.0", "3.1.1", "4.0.1", "4.1.1", "4.2.1"]

  /// What somebody does to a job in the oldest words, and what comes of it.
  private static let endings: [(status: HeldStatus, command: String, force: Bool, exit: Int32)] = [
    (.ready, "block-job-complete", false, 0),
    (.ready, "block-job-cancel", false, 0),
    (.ready, "block-job-cancel", true, 10),
    (.running, "block-job-cancel", false, 10),
    (.paused, "block-job-cancel", true, 10),
    (.standby, "block-job-cancel", true, 10),
    (.waiting, "block-job-cancel", false, 10),
  ]

  @Test(arguments: releases, endings)
  func `the outcome of a job that goes when it is over is known`(
    release: Version,
    ending: (status: HeldStatus, command: String, force: Bool, exit: Int32)
  ) throws {
    let server = try SandboxWithDisks(version: release)
    try server.hold(ending.status, "j")
    let proxy = try FilteringProxy(to: server.socket())
    let wait = try RunningCommand(Jobctl.path, ["-s", proxy.socket, "wait", "j"])
    try proxy.waitForRequest(release < "3.0" ? "query-block-jobs" : "query-jobs")
    var arguments: JSON = ["device": "j"]
    if ending.force { arguments["force"] = true }
    try server.execute(ending.command, arguments)
    #expect(try wait.wait().status == ending.exit)
    try server.waitForStatus("null", of: "j")
  }

  @Test(arguments: releases)
  func `how a job ended that is over already is known from 3_0 on`(release: Version) throws {
    let server = try SandboxWithDisks(version: release)
    try server.startBackup("failed", from: .unreadable, JobOptions(autoDismiss: false))
    try server.startGroup("a", "b", autoDismiss: false)
    try server.waitForStatus("waiting", of: "a")
    #expect(try Jobctl.run("cancel", "b", at: server.socket()) == .ended(0))
    let outcomes: [(String, Int32, String)] = [
      ("failed", 9, "'failed' failed: Input/output error"), ("a", 10, "'a' was cancelled"),
      ("b", 10, "'b' was cancelled"),
    ]
    for (id, status, words) in outcomes {
      try server.waitForStatus("concluded", of: id)
      let result = try Jobctl.run("wait", id, at: server.socket())
      if release < "3.0" {
        let complaint = "jobctl: '\(id)' is over, and nothing tells how it ended\n"
        #expect(result == .ended(11, error: complaint))
      } else {
        #expect(result == .ended(status, error: "jobctl: \(words)\n"))
      }
    }
  }

  @Test(arguments: releases)
  func `one finalize ends a group`(release: Version) throws {
    let server = try SandboxWithDisks(version: release)
    try server.startGroup("a", "b", from: .small, autoFinalize: false, autoDismiss: false)
    for id in ["a", "b"] { try server.waitForStatus("pending", of: id) }
    #expect(try Jobctl.run("finalize", "a", at: server.socket()) == .ended(0))
    for id in ["a", "b"] { try server.waitForStatus("concluded", of: id) }
    #expect(try Jobctl.run("dismiss", "a", "b", at: server.socket()) == .ended(0))
    #expect(try Jobctl.run("list", "-o", "name", at: server.socket()) == .ended(0))
  }

  @Test(arguments: releases)
  func `a watch tells what the events tell`(release: Version) throws {
    let server = try SandboxWithDisks(version: release)
    try server.hold(.running, "j")
    let words = ["watch", "--timestamps", "none", "--until", "concluded"]
    let watch = try RunningCommand(Jobctl.path, ["-s", server.socket()] + words)
    try watch.expect("j           mirror   is running  0.0% of 1.0 TiB\n")
    try server.execute("block-job-pause", ["device": "j"])
    // Before 3.0 there was no event for that.
    if release >= "3.0" { try watch.expect("j           mirror   running → paused\n") }
    try server.execute("block-job-cancel", ["device": "j", "force": true])
    try watch.expect("cancelled  0.0% of 1.0 TiB\n")
    #expect(try watch.wait().status == 0)
  }

  @Test(arguments: releases)
  func `resume after a late error is held back, and kills`(release: Version) throws {
    let sandbox = try Sandbox(
      "--qemu-version",
      "\(release)",
      "--scenario",
      "errors",
      "--time-scale",
      "50"
    )
    let wait = try Jobctl.run("wait", "late0", "--for", "standby", at: sandbox.socket)
    #expect(wait.status == 0)
    let result = try Jobctl.run("resume", "late0", at: sandbox.socket)
    #expect(result.status == 4)
    #expect(result.error.contains("resuming such a job kills QEMU before 6.2"))
    #expect(try Jobctl.run("is", "late0", "standby", at: sandbox.socket).status == 0)
    let fatal = try Jobctl.run("resume", "--override", "late0", at: sandbox.socket)
    #expect(fatal.status == 8)
    #expect(try sandbox.command.wait().status != 0)
  }

  @Test(arguments: releases)
  func `what they do not have is told`(release: Version) throws {
    let server = try SandboxWithDisks(version: release)
    let arguments = #"{"job-id": "s", "tag": "t", "vmstate": "d", "devices": []}"#
    let result = try Jobctl.run("qmp", "snapshot-save", arguments, at: server.socket())
    #expect(result.status == 1)
    #expect(result.error.contains("CommandNotFound: The command snapshot-save has not been found"))
    try server.hold(.standby, "j")
    let complete = try Jobctl.run("complete", "j", at: server.socket())
    #expect(complete.status == 4)
    let complaint = "jobctl: cannot complete 'j': it is standby; complete is accepted in ready\n"
    #expect(complete.error.hasPrefix(complaint))
  }
}
