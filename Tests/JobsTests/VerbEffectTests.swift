import Jobs
import QMP
import TestSupport
import Testing

@Suite struct VerbEffectTests {
  private let version = ObservedVerb.version

  @Test(arguments: Set(ObservedVerb.all.map { Place(type: $0.type, status: $0.status) }))
  func `the verbs told are those that 7.2 carried out`(_ place: Place) {
    let accepted = ObservedVerb.all.filter { seen in
      seen.type == place.type && seen.status == place.status && seen.outcome == .accepted
    }
    // A paused job is told of --force.
    let verbs = Set(accepted.compactMap(\.action).map { VerbRequest($0, "j").verb })
    let effects = VerbEffect.all(on: .sample(place.type, place.status), version: version)
    #expect(Set(effects.map(\.verb)) == verbs)
  }

  struct Place: Hashable, Sendable {
    let type: JobType
    let status: JobStatus
  }

  @Test(arguments: [JobType.mirror, .commit, .stream, .backup, .create, .snapshotLoad])
  func `each verb's effect, by status`(_ type: JobType) {
    let paragraphs = JobStatus.allCases.map { status in
      let effects = VerbEffect.all(on: .sample(type, status), version: version)
      return "\(status):\n" + effects.map { "  \($0.verb.rawValue): it \($0.sentence)\n" }.joined()
    }
    Golden.check(paragraphs.joined(), named: type.rawValue, in: "VerbEffectTests")
  }

  @Test func `verbs come in the schema's order, and change is not among them`() {
    let effects = VerbEffect.all(on: .sample(.mirror, .ready), version: QEMUVersion(11, 1))
    #expect(effects.map(\.verb) == [.cancel, .pause, .setSpeed, .complete])
  }

  @Test func `resuming a job that an error stopped tries again`() throws {
    let job = try Job.listed(.mirror, .paused, ioStatus: "nospace")
    let resume = VerbEffect.all(on: job, version: version).first { $0.verb == .resume }
    #expect(resume?.sentence == "tries again what failed (io-status nospace)")
  }

  @Test func `complete in standby is told of from 6_0 on`() {
    func verbs(_ version: QEMUVersion) -> [JobVerb] {
      VerbEffect.all(on: .sample(.mirror, .standby), version: version).map(\.verb)
    }
    #expect(!verbs(QEMUVersion(5, 2)).contains(.complete))
    #expect(verbs(QEMUVersion(6, 0)).contains(.complete))
  }

  @Test func `a verb that an interlock holds back is told with the danger`() throws {
    let stopped = try Job.listed(.mirror, .standby, ioStatus: "failed")
    func resume(_ version: QEMUVersion) -> String? {
      VerbEffect.all(on: stopped, version: version).first { $0.verb == .resume }?.sentence
    }
    #expect(
      resume(QEMUVersion(6, 1)) == """
        is held back without --override: it stopped on an I/O error after it was ready; resuming \
        such a job kills QEMU before 6.2
        """
    )
    #expect(resume(QEMUVersion(6, 2)) == "tries again what failed (io-status failed)")
  }

  @Test func `of a status that is not known nothing is told`() {
    let job = Job(id: "j", type: .known(.mirror), status: .other("frozen"))
    #expect(VerbEffect.all(on: job, version: version).isEmpty)
  }
}
