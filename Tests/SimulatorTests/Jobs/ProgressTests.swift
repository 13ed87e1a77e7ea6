import QMP
import Simulator
import Testing

@Suite struct ProgressTests {
  @Test func `without a limit a job goes as fast as its disks`() {
    var pair = SessionPair()
    _ = pair.start(.backup)
    #expect(pair.progress == [0, 64])
    _ = pair.pass(.milliseconds(500))
    #expect(pair.progress == [32, 64])
    _ = pair.pass(.milliseconds(250))
    #expect(pair.progress == [48, 64])
  }

  @Test func `the slower of two disks counts`() {
    let disks = [Scenario.disk("d0"), Scenario.disk("t0", bandwidth: 16 << 20)]
    var pair = SessionPair(Scenario(summary: "", disks: disks))
    _ = pair.start(.mirror)
    _ = pair.pass(.seconds(1))
    #expect(pair.progress == [16, 64])
  }

  @Test func `a limit lets whole chunks go, the first at once`() {
    var pair = SessionPair()
    _ = pair.start(.backup, "j", ["speed": .integer(1 << 20)])
    _ = pair.pass(.milliseconds(100))
    #expect(pair.progress == [1, 64])
    _ = pair.pass(.milliseconds(850))
    #expect(pair.progress == [1, 64])
    _ = pair.pass(.milliseconds(100))
    #expect(pair.progress == [2, 64])
    _ = pair.pass(.seconds(30))
    #expect(pair.progress == [32, 64])
  }

  @Test func `a byte a second is one chunk and then hours of nothing`() {
    var pair = SessionPair()
    _ = pair.start(.mirror, "j", ["speed": 1])
    _ = pair.pass(.seconds(10_000))
    #expect(pair.progress == [16, 64])
    #expect(pair.blockJob()?["speed"] == 1)
  }

  @Test func `a limit can change on the way`() {
    var pair = SessionPair()
    _ = pair.start(.backup, "j", ["speed": 1])
    _ = pair.pass(.seconds(100))
    #expect(pair.setSpeed(0) == ["ok"])
    _ = pair.pass(.milliseconds(500))
    #expect(pair.progress == [33, 64])
    #expect(pair.setSpeed(.max) == ["ok"])
    _ = pair.pass(.milliseconds(250))
    #expect(pair.progress == [49, 64])
    #expect(pair.setSpeed(1) == ["ok"])
    _ = pair.pass(.seconds(1_000))
    #expect(pair.progress == [50, 64])
    #expect(pair.setSpeed(0) == ["ok"])
    #expect(pair.pass(.seconds(1)).contains("j COMPLETED"))
  }

  @Test func `a pause stands still, and a limit set meanwhile counts afterwards`() {
    var pair = SessionPair()
    _ = pair.start(.backup)
    _ = pair.pass(.milliseconds(500))
    _ = pair.perform("job-pause", ["id": "j"])
    _ = pair.pass(.seconds(100))
    #expect(pair.progress == [32, 64])
    #expect(pair.setSpeed(1) == ["ok"])
    _ = pair.perform("job-resume", ["id": "j"])
    _ = pair.pass(.seconds(100))
    #expect(pair.progress == [33, 64])
  }

  @Test func `a backup of the top finds out how much there is`() {
    let disks = [Scenario.disk("d0", allocated: 4 << 20), Scenario.disk("t0")]
    var pair = SessionPair(Scenario(summary: "", disks: disks))
    _ = pair.start(.backup, "j", ["sync": "top", "speed": .integer(1 << 20)])
    #expect(pair.progress == [0, 64])
    _ = pair.pass(.milliseconds(60))
    #expect(pair.progress == [1, 4])
    _ = pair.pass(.seconds(4))
    #expect(pair.status() == nil)
  }

  @Test func `a total never falls below what is done`() {
    let disks = [Scenario.disk("d0", allocated: 0), Scenario.disk("t0")]
    var pair = SessionPair(Scenario(summary: "", disks: disks))
    _ = pair.start(.backup, "j", ["sync": "top", "auto-dismiss": false])
    _ = pair.pass(.milliseconds(40))
    let done = pair.blockJob()?["offset"]?.integer ?? 0
    #expect(done > 0)
    _ = pair.pass(.milliseconds(11))
    let job = pair.blockJob()
    #expect(job?["status"] == "concluded")
    #expect(job?["offset"] == job?["len"])
    #expect(job?["offset"]?.integer ?? 0 >= done)
  }

  @Test func `a mirror's total grows with what its guest writes, and it gets there later`() {
    let disks = [Scenario.disk("d0", growth: 32 << 20), Scenario.disk("t0")]
    var pair = SessionPair(Scenario(summary: "", disks: disks))
    _ = pair.start(.mirror)
    _ = pair.pass(.seconds(1))
    #expect(pair.progress == [64, 96])
    #expect(pair.pass(.milliseconds(990)) == [])
    #expect(pair.pass(.milliseconds(20)) == ["j ready", "j READY"])
    #expect(pair.progress == [128, 128])
  }

  @Test(arguments: [64, 65] as [Int64])
  func `a guest that writes as fast as the copy goes keeps it from ever being ready`(
    _ growth: Int64
  ) {
    let disks = [Scenario.disk("d0", growth: growth << 20), Scenario.disk("t0")]
    var pair = SessionPair(Scenario(summary: "", disks: disks))
    _ = pair.start(.mirror)
    #expect(pair.pass(.seconds(1_000_000)) == [])
    #expect(pair.status() == "running")
    #expect(pair.perform("job-cancel", ["id": "j"]).contains("j CANCELLED"))
  }

  @Test func `there may be nothing to do at all`() throws {
    var pair = SessionPair()
    let told = pair.start(.mirror, "j", ["sync": "none"])
    #expect(told.about("j") == ["created", "running", "ready", "READY"])
    #expect(pair.progress == [0, 0])
    #expect(pair.blockJob()?["busy"] == false)
    let empty = Scenario(
      summary: "",
      disks: [Scenario.disk("d0", size: 0), Scenario.disk("t0", size: 0)]
    )
    var other = SessionPair(empty)
    #expect(other.start(.backup).contains("j COMPLETED"))
    let event = try #require(other.events.first { $0.isNamed("BLOCK_JOB_COMPLETED") })
    #expect(event.data["len"] == 0)
    #expect(event.data["offset"] == 0)
  }

  @Test func `a backup of what the guest overwrites does nothing and never ends`() {
    var pair = SessionPair()
    _ = pair.start(.backup, "j", ["sync": "none"])
    #expect(pair.pass(.seconds(1_000_000)) == [])
    #expect(pair.progress == [0, 64])
    #expect(pair.blockJob()?["busy"] == false)
    _ = pair.perform("job-pause", ["id": "j"])
    _ = pair.perform("job-resume", ["id": "j"])
    #expect(pair.pass(.seconds(1_000)) == [])
    #expect(pair.perform("block-job-cancel", ["device": "j"]).contains("j CANCELLED"))
  }

  @Test func `a companion tells how far the job got`() throws {
    var pair = SessionPair()
    _ = pair.start(.backup, "j", ["speed": 7])
    _ = pair.setSpeed(0)
    _ = pair.pass(.seconds(10))
    let event = try #require(pair.events.first { $0.isNamed("BLOCK_JOB_COMPLETED") })
    let size: JSONValue = .integer(64 << 20)
    #expect(
      event.data == ["device": "j", "type": "backup", "speed": 0, "len": size, "offset": size]
    )
  }
}

extension SessionPair {
  /// What is done and what there is to do, in MiB, rounded down.
  fileprivate var progress: [Int64] {
    var pair = self
    let job = pair.job()
    return ["current-progress", "total-progress"].map { (job?[$0]?.integer ?? -1) >> 20 }
  }

  fileprivate mutating func setSpeed(_ speed: Int64) -> [String] {
    perform("block-job-set-speed", ["device": "j", "speed": .integer(speed)])
  }
}
