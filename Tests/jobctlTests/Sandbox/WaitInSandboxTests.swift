import TestSupport
import Testing

/// Scripts that wait and watch, rehearsed in the sandbox.
@Suite struct WaitInSandboxTests {
  /// Runs a shell script on a sandbox; `j` is jobctl.
  private func run(_ scenario: String, timeScale: Int, _ script: String) throws -> CommandResult {
    let script = "j() { '\(Jobctl.path)' \"$@\"; }\n\(script)"
    return try Jobctl.run(
      "sandbox",
      "--scenario",
      scenario,
      "--time-scale",
      "\(timeScale)",
      "--",
      "sh",
      "-c",
      script
    )
  }

  @Test(arguments: [
    ("stream0", Int32(0), ""), ("commit0", 9, "jobctl: 'commit0' failed: Input/output error\n"),
    ("image0", 0, ""), ("mirror0 --for ready", 0, ""), ("backup0 --for pending", 0, ""),
    ("stream0 --for ready", 4, "jobctl: 'stream0' is running and will not be ready\n"),
    ("none", 3, "jobctl: there is no job 'none'\n"),
  ])
  func `the jobs of the tour end as they should`(
    _ words: String,
    _ status: Int32,
    _ error: String
  ) throws {
    let result = try run("tour", timeScale: 20, "j wait \(words)")
    #expect(result == .ended(status, error: error))
  }

  @Test func `a script leads the tour to its end`() throws {
    let script = """
      set -e
      j wait mirror0 --for ready
      j is mirror0 ready,standby
      j complete mirror0 --wait
      j dismiss mirror0 --wait
      j wait backup0 backup1 --for pending
      j finalize backup0 --wait
      ! j is backup1 pending
      j dismiss commit0 image0 --wait
      j list --no-header
      """
    let result = try run("tour", timeScale: 50, script)
    #expect(result.status == 0)
    #expect(result.output == "ready\n")
    #expect(result.error == "jobctl: there is no job 'backup1'\n")
  }

  @Test func `a job that stopped on an error goes on when it is told to`() throws {
    let script = """
      set -e
      j wait stop0 --for paused
      # Two more errors wait for it.
      for i in 1 2; do j resume stop0 --wait && j wait stop0 --for paused; done
      j resume stop0 --wait
      j wait stop0 report0 ignore0
      """
    let result = try run("errors", timeScale: 20, script)
    let words = "jobctl: 'report0' failed: Input/output error\n"
    #expect(result == .ended(9, error: words))
  }

  @Test func `a flood is watched in whole lines, errors by the second`() throws {
    let script = """
      j watch -o tsv --no-header --no-snapshot --count 200 > lines
      j watch -o tsv --no-header --event error --count 3
      """
    let directory = try TemporaryDirectory()
    let result = try run("flood", timeScale: 1, "cd '\(directory.path)'\n\(script)")
    #expect(result.status == 0 && result.error.isEmpty)
    let lines = try directory.read("lines").split(separator: "\n")
    #expect(lines.count == 200)
    #expect(
      lines.allSatisfy { $0.split(separator: "\t", omittingEmptySubsequences: false).count == 14 }
    )
    let counts = result.lines.map {
      Int($0.split(separator: "\t", omittingEmptySubsequences: false)[7])
    }
    #expect(counts.count == 3 && counts.dropFirst().allSatisfy { $0 ?? 0 > 100 })
  }

  @Test func `a watch tells the tour`() throws {
    let script = "j watch --timestamps none --until concluded,pending stream0 mirror0 commit0"
    let result = try run("tour", timeScale: 20, script)
    #expect(result.status == 0 && result.error.isEmpty)
    let lines = result.lines.map { $0.split(separator: " ").joined(separator: " ") }
    #expect(lines.prefix(3).map { $0.prefix { $0 != "." } }.count == 3)
    #expect(
      lines.dropFirst(3) == [
        "commit0 commit read error (report)", "commit0 commit running → aborting",
        "commit0 commit aborting → concluded, failed: Input/output error 25.0% of 1.0 GiB",
      ]
    )
  }
}
