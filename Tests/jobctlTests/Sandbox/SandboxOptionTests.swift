import TestSupport
import Testing

/// What the options of `jobctl sandbox` do, and mistakes in them.
@Suite struct SandboxOptionTests {
  @Test func `pretty messages take many lines`() throws {
    let sandbox = try Sandbox("--pretty")
    let client = try sandbox.client()
    #expect(try client.receive(through: "\r\n}\r\n").hasPrefix("{\r\n    \"QMP\": {\r\n"))
    try sandbox.monitor().startMirror("m", ["speed": 1])
    #expect(try Jobctl.run("list", "-o", "name", at: sandbox.socket) == .ended(0, output: "m\n"))
  }

  @Test func `in quick motion hours pass in no time`() throws {
    let sandbox = try Sandbox("--time-scale", "1000000")
    let monitor = try sandbox.monitor()
    // 4 GiB at 16 KiB a second are three days.
    try monitor.startMirror("m", ["speed": 16384])
    try monitor.waitForEvent("BLOCK_JOB_READY")
  }

  @Test func `in slow motion nothing gets ahead`() throws {
    let sandbox = try Sandbox("--time-scale", "0.001")
    let monitor = try sandbox.monitor()
    try monitor.startMirror("m")
    let job = try monitor.job("m")
    #expect(job?["status"] == "running")
    #expect(job?["current-progress"]?.integer ?? .max < 1 << 30)
  }

  @Test(arguments: [("2.12", "2.12.0"), ("5.2", "5.2.0"), ("7.2.22", "7.2.22"), ("99.0", "99.0.0")])
  func `a version is played`(_ word: String, _ version: String) throws {
    let sandbox = try Sandbox("--qemu-version", word)
    #expect(try sandbox.monitor().version == version)
    #expect(try Jobctl.run("list", at: sandbox.socket).status == 0)
    #expect(
      sandbox.command.error == """
        jobctl: a sandbox that plays QEMU \(version) with 'quiet': disks, and no job until you start one
        Ctrl-C ends it. To reach it from another terminal:
          export JOBCTL_SOCKET=\(sandbox.socket)
          jobctl list

        """
    )
  }

  @Test func `what kills a version closes the connection, and is told`() throws {
    let sandbox = try Sandbox("--qemu-version", "7.2", "--time-scale", "1000")
    let monitor = try sandbox.monitor()
    let other = try sandbox.client()
    try monitor.startMirror("m", ["replaces": "disk0"])
    try monitor.waitForEvent("BLOCK_JOB_READY")
    try monitor.execute("job-pause", ["id": "m"])
    try monitor.execute("job-complete", ["id": "m"])
    #expect(throws: SupportFailure.self) { try monitor.execute("job-complete", ["id": "m"]) }
    _ = try other.receiveAll()
    let result = try sandbox.command.wait()
    #expect(result.status == 1)
    #expect(
      result.error.hasSuffix(
        "jobctl: the simulated QEMU 7.2.0 has aborted, as the real one does: "
          + "assertion failed in mirror_complete: !s->to_replace\n"
      )
    )
    #expect(try sandbox.directory.names().isEmpty)
  }

  @Test func `quit ends it in order, with all that there is to tell`() throws {
    let sandbox = try Sandbox(scenario: Self.thousand)
    let monitor = try sandbox.monitor()
    try monitor.execute("quit")
    #expect(monitor.events.contains { $0["event"] == "SHUTDOWN" })
    for id in ["job0", "job999"] { #expect(monitor.statuses(of: id).last == "null") }
    #expect(try sandbox.command.wait().status == 0)
    #expect(try sandbox.directory.names().isEmpty)
  }

  @Test func `a client that reads nothing does not keep it from ending`() throws {
    let sandbox = try Sandbox(scenario: Self.thousand)
    let sink = try sandbox.client()
    try sink.send(#"{"execute": "qmp_capabilities"}"#)
    try sandbox.monitor().execute("quit")
    #expect(try sandbox.command.wait().status == 0)
    _ = try sink.receiveAll()
  }

  /// So many jobs that what there is to tell of their ends does not fit a socket.
  private static let thousand: JSON = {
    let numbers = 0..<1_000
    let disks = numbers.flatMap { ["disk\($0)", "copy\($0)"] }
    return [
      "disks": .array(disks.map { ["name": .string($0), "size": "1G"] }),
      "steps": .array(
        numbers.map { number in
          [
            "execute": "blockdev-backup",
            "arguments": [
              "job-id": "job\(number)", "device": "disk\(number)", "target": "copy\(number)",
              "sync": "full", "speed": 1,
            ],
          ]
        }
      ),
    ]
  }()

  // MARK: - Mistakes

  @Test(arguments: [
    (
      ["--qemu-version", "2.11"], "--qemu-version: '2.11' is not a version from 2.12 on, as in 7.2"
    ),
    (["--qemu-version", "new"], "--qemu-version: 'new' is not a version from 2.12 on, as in 7.2"),
    (["--qemu-version", "7"], "--qemu-version: '7' is not a version from 2.12 on, as in 7.2"),
    (
      ["--qemu-version", "7.-2"], "--qemu-version: '7.-2' is not a version from 2.12 on, as in 7.2"
    ),
    (
      ["--qemu-version", "+7.2"], "--qemu-version: '+7.2' is not a version from 2.12 on, as in 7.2"
    ),
    (["--time-scale", "0"], "--time-scale: '0' is not a number from 0.001 to 1000000"),
    (["--time-scale", "nan"], "--time-scale: 'nan' is not a number from 0.001 to 1000000"),
    (["--time-scale", "inf"], "--time-scale: 'inf' is not a number from 0.001 to 1000000"),
    (["--time-scale", "-1"], "--time-scale: '-1' is not a number from 0.001 to 1000000"),
    (["--scenario", ""], "--scenario: '' is no scenario"),
    (["--listen", ""], "--listen: '' is no path"),
    (["--listen"], "--listen needs a value: PATH"),
    (["--tea"], "unknown option '--tea'"),
  ])
  func `a wrong option is one line and status 2`(_ words: [String], _ complaint: String) throws {
    let result = try Jobctl.run(["sandbox"] + words)
    #expect(result.status == 2)
    #expect(result.output.isEmpty)
    #expect(result.error == "jobctl: \(complaint) (see 'jobctl help sandbox')\n")
  }
}
