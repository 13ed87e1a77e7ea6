import Jobs
import QMP
import Simulator
import Testing

/// What kills a release kills its double: there is no reply, and nothing more is sent.
@Suite struct CrashTests {
  private static let late = Scenario.failing(Disk.Fault(offset: 64 << 20, operation: .write))

  @Test(arguments: [QEMUVersion(2, 12), QEMUVersion(3, 1), QEMUVersion(5, 2), QEMUVersion(6, 1)])
  func `resuming a ready mirror that stopped on an error`(_ version: QEMUVersion) {
    for command in ["job-resume", "block-job-resume"] {
      var pair = SessionPair(Self.late, version)
      _ = pair.start(.mirror, "j", ["on-target-error": "stop"])
      _ = pair.pass(.seconds(10))
      #expect(pair.status() == "standby")
      guard command != "job-resume" || version >= QEMUVersion(3, 0) else { continue }
      let argument = command == "job-resume" ? "id" : "device"
      check(&pair, Request(command, [argument: "j"]), "job_state_transition")
    }
  }

  @Test(arguments: [QEMUVersion(6, 2), QEMUVersion(7, 2), QEMUVersion.newestKnown])
  func `from 6_2 on it goes on`(_ version: QEMUVersion) {
    var pair = SessionPair(Self.late, version)
    _ = pair.start(.mirror, "j", ["on-target-error": "stop"])
    _ = pair.pass(.seconds(10))
    #expect(pair.perform("job-resume", ["id": "j"]) == ["j ready", "ok"])
    #expect(!pair.server.isDown)
  }

  @Test(arguments: [
    (QEMUVersion(6, 0), true), (QEMUVersion(7, 2, 22), true), (QEMUVersion(10, 0, 12), true),
    (QEMUVersion(10, 0, 13), false), (QEMUVersion(10, 1), true), (QEMUVersion(10, 2, 2), true),
    (QEMUVersion(11, 1), false), (QEMUVersion.newestKnown, false),
  ])
  func `completing a mirror with replaces twice`(_ version: QEMUVersion, _ dies: Bool) {
    var pair = SessionPair(.plain, version)
    _ = pair.start(.mirror, "j", ["replaces": "d0"])
    _ = pair.pass(.seconds(10))
    _ = pair.perform("job-pause", ["id": "j"])
    #expect(pair.perform("job-complete", ["id": "j"]) == ["ok"])
    if dies {
      check(&pair, Request("job-complete", ["id": "j"]), "mirror_complete")
    } else {
      #expect(pair.perform("job-complete", ["id": "j"]) == ["ok"])
    }
  }

  @Test func `in 3_0_0 cancelling what stopped on an error`() {
    for (version, dies) in [(QEMUVersion(3, 0, 0), true), (QEMUVersion(3, 0, 1), false)] {
      var pair = SessionPair(.failing(Disk.Fault(offset: 1 << 20)), version)
      _ = pair.start(.backup, "j", ["on-source-error": "stop"])
      _ = pair.pass(.seconds(10))
      if dies {
        check(&pair, Request("job-cancel", ["id": "j"]), "job_user_cancel")
      } else {
        #expect(pair.perform("job-cancel", ["id": "j"]).contains("j CANCELLED"))
      }
    }
  }

  private func check(_ pair: inout SessionPair, _ request: Request, _ assertion: String) {
    #expect(pair.send(request) == nil)
    #expect(pair.server.isDown)
    #expect(pair.server.failedAssertion?.hasPrefix(assertion) == true)
    _ = pair.takeTranscript()
    #expect(pair.pass(.seconds(1_000)) == [])
    #expect(pair.send(Request("query-version")) == nil)
  }
}
