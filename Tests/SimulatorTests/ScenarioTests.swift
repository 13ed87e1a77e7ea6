import QMP
import Simulator
import Testing

@Suite struct ScenarioTests {
  @Test(
    arguments: BuiltInScenario.allCases.filter { $0 != .many },
    [QEMUVersion(2, 12), QEMUVersion(3, 0), QEMUVersion(5, 2), QEMUVersion(7, 2), Release.newest]
  )
  func `no step of a built-in scenario is refused`(
    _ builtIn: BuiltInScenario,
    _ version: QEMUVersion
  ) {
    let release = Release(version)
    var server = SimulatedServer(
      builtIn.scenario(for: release),
      release: release,
      start: Instant(nanoseconds: 0)
    )
    _ = server.advance(to: Instant(nanoseconds: 50_000_000))
    #expect(server.stepFailures == [])
  }

  @Test func `ten thousand jobs start at once`() {
    let release = Release(Release.newest)
    var server = SimulatedServer(
      BuiltInScenario.many.scenario(for: release),
      release: release,
      start: Instant(nanoseconds: 0)
    )
    _ = server.advance(to: Instant(nanoseconds: 0))
    #expect(server.stepFailures == [])
  }

  @Test(arguments: [
    ("[]", "the file is not an object"),
    ("{", "the file is not JSON: the text ends early at byte 1"),
    ("{}", "disks is missing or empty"),
    (#"{"disks": {}}"#, "disks is not an array"),
    (#"{"discs": []}"#, "discs is unknown; there are summary, disks, steps"),
    (#"{"disks": [{"name": "a"}]}"#, "disks[0].size is missing"),
    (#"{"disks": [{"size": 1}]}"#, "disks[0].name is missing"),
    (
      #"{"disks": [{"name": "a", "size": "8X"}]}"#,
      #"disks[0].size is not a number of bytes, as in 4096 or "8G""#
    ),
    (
      #"{"disks": [{"name": "a", "size": 1}, {"name": "a", "size": 1}]}"#,
      "disks[1].name 'a' is that of another disk"
    ),
    (
      #"{"disks": [{"name": "a", "size": 1, "backing": "b"}]}"#,
      "disks[0].backing names no disk: 'b'"
    ),
    (
      #"{"disks": [{"name": "a", "size": 1, "faults": [{"at": 1, "cause": "rust"}]}]}"#,
      "disks[0].faults[0].cause is not one of the words that the manual lists"
    ),
    (
      #"{"disks": [{"name": "a", "size": 1}], "steps": [{"execute": 1}]}"#,
      "steps[0].execute is not a string"
    ),
    (
      #"{"disks": [{"name": "a", "size": 1}], "steps": [{"execute": "x", "after": "soon"}]}"#,
      #"steps[0].after is not a duration, as in 2 or "500ms""#
    ),
  ])
  func `a mistake in a scenario file names its field`(text: String, complaint: String) {
    do throws(ScenarioError) {
      _ = try ScenarioReader.read(Array(text.utf8).span)
      Issue.record("accepted: \(text)")
    } catch {
      #expect("\(error)" == complaint)
    }
  }
}
