import TestSupport
import Testing

/// A monitor that serves one client, and clients of others' making beside several jobctls.
@Suite struct OtherClientTests {
  @Test(arguments: QEMUInstallation.all)
  func `a socat has the monitor with jobctls that watch and act`(qemu: QEMUInstallation) throws {
    let monitor = try SharedMonitor(of: qemu)
    let socat = try RunningCommand(
      "socat",
      ["-", "UNIX-CONNECT:\(monitor.path)"],
      input: .pipe
    )
    try socat.expect("{\"QMP\": ")
    try socat.write("{\"execute\": \"qmp_capabilities\", \"id\": \"jobctl-1\"}\n")
    try socat.expect("{\"return\": {}, \"id\": \"jobctl-1\"}")
    for act in SharedMonitor.acts {
      try monitor.perform(act)
      guard let status = act.status else { continue }
      try socat.expect("\"data\": {\"status\": \"\(status)\", \"id\": \"\(act.job)\"}")
    }
    try socat.write("{\"execute\": \"job-pause\", \"arguments\": {\"id\": \"j\"}, \"id\": [7]}\n")
    try socat.expect("{\"return\": {}, \"id\": [7]}")
    try monitor.watch.expect("→ paused")
    socat.closeInput()
    #expect(try socat.wait().status == 0)
  }

  @Test(.enabled(if: QMPShell.isInstalled, "pip could not install qemu.qmp"))
  func `a qmp-shell has the monitor with jobctls that watch and act`() throws {
    let monitor = try SharedMonitor(of: .any)
    let shell = try QMPShell.start(at: monitor.path)
    try shell.expect("(QEMU) ")
    for act in SharedMonitor.acts {
      try monitor.perform(act)
      try shell.write("query-jobs\n")
      try shell.expect("\"id\": \"j\"")
      try shell.expect("(QEMU) ")
    }
    try shell.write("job-pause id=j\n")
    try shell.expect("{\"return\": {}}")
    try monitor.watch.expect("→ paused")
    shell.closeInput()
    #expect(try shell.wait().status == 0)
  }
}

/// A daemon with a job for every verb, whose only monitor is held, and watched.
private struct SharedMonitor {
  /// A verb, and what the job's status then is for a moment; nil where it stays what it was.
  struct Act {
    let verb: String
    let job: String
    var arguments: [String] = []
    let status: String?
  }

  /// Where clients of any make come.
  let path: String
  let watch: RunningCommand
  private let daemon: StorageDaemon
  private let place: MeetingPlace
  private let holder: RunningCommand

  static let acts = [
    Act(verb: "pause", job: "j", status: "paused"),
    Act(verb: "resume", job: "j", status: "running"),
    Act(verb: "set-speed", job: "j", arguments: ["2M"], status: nil),
    Act(verb: "complete", job: "ready", status: "concluded"),
    Act(verb: "finalize", job: "pending", status: "concluded"),
    Act(verb: "dismiss", job: "concluded", status: "null"),
    Act(verb: "cancel", job: "other", status: "aborting"),
  ]

  init(of qemu: QEMUInstallation) throws {
    daemon = try StorageDaemon(of: qemu)
    try daemon.hold(.running, "j")
    try daemon.hold(.running, "other")
    for status in [HeldStatus.ready, .pending, .concluded] {
      try daemon.hold(status, status.rawValue)
    }
    place = try MeetingPlace()
    path = place.path("shared")
    holder = try place.hold(daemon.socket(), "--listen", path)
    watch = try place.start("watch", at: daemon.socket())
    try watch.readOutput { $0.contains("other") }
  }

  /// Has a jobctl do it, which comes to the daemon's own socket.
  func perform(_ act: Act) throws {
    let words = [act.verb, act.job] + act.arguments
    #expect(try place.run(words, at: daemon.socket()) == .ended(0))
    guard act.status != nil else { return }
    try watch.expect(act.job)
  }
}
