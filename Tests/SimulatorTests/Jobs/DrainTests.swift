import QMP
import Simulator
import Testing

@Suite struct DrainTests {
  private static let flap = ["paused", "running"]

  @Test func `the start and the end of a job show on every other one`() {
    var pair = SessionPair()
    _ = pair.start(.mirror, "slow", ["speed": 1], number: 1)
    _ = pair.start(.mirror, "fast", number: 2)
    _ = pair.pass(.seconds(10))
    let started = pair.start(.mirror)
    #expect(started.about("slow") == Self.flap)
    #expect(started.about("fast") == ["standby", "ready"])
    let ended = pair.perform("job-cancel", ["id": "j"])
    #expect(ended.about("slow") == Self.flap)
    #expect(ended.about("fast") == ["standby", "ready"])
  }

  @Test(arguments: [QEMUVersion(3, 0), QEMUVersion(5, 2)])
  func `before 6_0 nothing shows`(_ version: QEMUVersion) {
    var pair = SessionPair(.plain, version)
    _ = pair.start(.mirror, "slow", ["speed": 1], number: 1)
    #expect(pair.start(.backup) == ["j created", "j running", "ok"])
    #expect(pair.perform("job-cancel", ["id": "j"]).about("slow") == [])
  }

  @Test func `jobs that stand still, are over or have no pause points show nothing`() {
    var pair = SessionPair()
    _ = pair.start(.create, "create")
    _ = pair.start(.mirror, "paused", ["speed": 1], number: 1)
    _ = pair.perform("job-pause", ["id": "paused"])
    _ = pair.start(.backup, "over", ["auto-dismiss": false], number: 2)
    _ = pair.pass(.seconds(10))
    _ = pair.start(.create, "create2")
    #expect(pair.start(.mirror) == named(["created", "running", "ok"]))
  }

  @Test func `a drain changes nothing`() {
    var pair = SessionPair()
    _ = pair.start(.mirror, "slow", ["speed": .integer(1 << 20)], number: 1)
    _ = pair.pass(.seconds(20))
    let before = pair.blockJob("slow")
    _ = pair.start(.backup)
    #expect(pair.blockJob("slow") == before)
    #expect(pair.perform("job-resume", ["id": "slow"]) == [Self.notPaused])
  }

  @Test func `on thousands of jobs a drain shows on the oldest hundred`() {
    let numbers = 0..<130
    let disks = numbers.flatMap { [Scenario.disk("d\($0)"), Scenario.disk("t\($0)")] }
    var pair = SessionPair(Scenario(summary: "", disks: disks))
    for number in numbers.dropLast() {
      _ = pair.start(.mirror, "m\(number)", ["speed": 1], number: number)
    }
    let told = pair.start(.mirror, "j", number: 129)
    #expect(told.count == 2 * 100 + 3)
    #expect(told.about("m99") == Self.flap)
    #expect(told.about("m100") == [])
  }

  private static let notPaused = "GenericError: Can't resume a job that was not paused"
}
