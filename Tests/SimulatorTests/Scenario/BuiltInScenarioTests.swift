import Jobs
import QMP
import Simulator
import Testing

@Suite struct BuiltInScenarioTests {
  private static let versions = [
    QEMUVersion.oldestKnown, QEMUVersion(3, 0), QEMUVersion(5, 2), QEMUVersion(7, 2),
    QEMUVersion.newestKnown,
  ]

  @Test(arguments: BuiltInScenario.allCases.filter { $0 != .many }, versions)
  func `no step is refused`(_ builtIn: BuiltInScenario, _ version: QEMUVersion) {
    var server = Self.server(builtIn, version)
    _ = server.advance(to: Instant(nanoseconds: 1_000_000_000))
    #expect(server.stepFailures == [])
    #expect(!server.isDown)
  }

  @Test func `ten thousand jobs start at once`() {
    var pair = Self.pair(.many)
    _ = pair.pass(.zero)
    #expect(pair.server.stepFailures == [])
    #expect(pair.query("query-jobs").array?.count == 10_000)
  }

  @Test(arguments: versions.dropFirst())
  func `the tour shows what it promises`(_ version: QEMUVersion) {
    var pair = Self.pair(.tour, version)
    var seen: [String: [String]] = [:]
    for _ in 0..<200 {
      _ = pair.pass(.milliseconds(500))
      for job in pair.query("query-jobs").array ?? [] {
        guard let id = job.object?["id"]?.string, let status = job.object?["status"]?.string
        else { continue }
        if seen[id]?.last != status { seen[id, default: []].append(status) }
      }
    }
    #expect(seen["mirror0"] == ["running", "ready"])
    #expect(seen["backup0"] == ["running", "waiting", "pending"])
    #expect(seen["backup1"] == ["running", "pending"])
    #expect(seen["stream0"] == ["running"])
    #expect(pair.status(of: "stream0") == nil)
    let canStay = version >= QEMUVersion(3, 1)
    #expect(seen["commit0"] == (canStay ? ["running", "concluded"] : ["running"]))
    #expect(pair.job("commit0")?["error"] == (canStay ? "Input/output error" : nil))
    #expect(seen["image0"]?.last == "concluded")
  }

  @Test func `in the quiet nothing happens until somebody starts it`() {
    var pair = Self.pair(.quiet)
    #expect(pair.pass(.seconds(1_000)) == [])
    let arguments: JSONObject = [
      "job-id": "j", "device": "disk3", "target": "copy3", "sync": "full",
    ]
    #expect(pair.perform("blockdev-mirror", arguments).last == "ok")
  }

  @Test func `the flood is thousands of events a second`() {
    var pair = Self.pair(.flood)
    _ = pair.pass(.seconds(1))
    #expect(pair.pass(.seconds(1)).count > 5_000)
    #expect(pair.server.stepFailures == [])
  }

  @Test func `each policy meets its error`() {
    var pair = Self.pair(.errors)
    let told = pair.pass(.seconds(60))
    #expect(told.about("report0").suffix(1) == ["concluded"])
    #expect(pair.job("report0")?["error"] == "Input/output error")
    #expect(told.about("ignore0").contains("ERROR read ignore"))
    #expect(pair.job("ignore0")?["error"] == nil)
    #expect(pair.status(of: "ignore0") == "concluded")
    #expect(pair.blockJob("stop0")?["io-status"] == "failed")
    #expect(pair.blockJob("enospc0")?["io-status"] == "nospace")
    #expect(pair.status(of: "late0") == "standby")
    #expect(pair.blockJob("late0")?["io-status"] == "failed")
  }

  @Test func `each has a name and a line of its own`() {
    let summaries = BuiltInScenario.allCases.map(\.summary)
    #expect(Set(summaries).count == BuiltInScenario.allCases.count)
    for builtIn in BuiltInScenario.allCases {
      #expect(BuiltInScenario(rawValue: builtIn.rawValue) == builtIn)
      #expect(builtIn.scenario(for: Release(QEMUVersion.newestKnown)).summary == builtIn.summary)
    }
  }

  private static func pair(
    _ builtIn: BuiltInScenario,
    _ version: QEMUVersion = QEMUVersion.newestKnown
  ) -> SessionPair {
    SessionPair(builtIn.scenario(for: Release(version)), version)
  }

  private static func server(
    _ builtIn: BuiltInScenario,
    _ version: QEMUVersion
  ) -> SimulatedServer {
    let release = Release(version)
    return SimulatedServer(
      builtIn.scenario(for: release),
      release: release,
      start: Instant(nanoseconds: 0)
    )
  }
}
