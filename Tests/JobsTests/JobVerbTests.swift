import Jobs
import QMP
import Testing

@Suite struct JobVerbTests {
  @Test func `the verbs are the schema's, in its order`() {
    let words = JobVerb.allCases.map(\.rawValue).joined(separator: " ")
    #expect(words == "cancel pause resume set-speed complete dismiss finalize change")
  }

  @Test(arguments: [
    (LetterTable.firstVerbs, [QEMUVersion(2, 12), QEMUVersion(3, 0), QEMUVersion(5, 2, 99)]),
    (
      LetterTable.verbsWithStandby,
      [QEMUVersion(6, 0), QEMUVersion(7, 2, 22), QEMUVersion(8, 1, 99)]
    ),
    (
      LetterTable.verbsWithChange,
      [QEMUVersion(8, 2), QEMUVersion(10, 2, 2), QEMUVersion(11, 1, 3)]
    ),
  ])
  func `the verb table is QEMU's`(_ table: LetterTable, _ versions: [QEMUVersion]) {
    for verb in JobVerb.allCases {
      for version in versions {
        #expect(
          verb.legalStatuses(in: version) == table[verb.rawValue[...]],
          "\(verb) in \(version)"
        )
      }
    }
    #expect(table.names.isSubset(of: Set(JobVerb.allCases.map { $0.rawValue[...] })))
  }

  @Test func `before the first release of the table nothing is legal`() {
    for verb in JobVerb.allCases {
      #expect(verb.legalStatuses(in: QEMUVersion(2, 11, 99)).isEmpty)
    }
  }

  @Test(arguments: ObservedVerb.all.filter { $0.action != nil && $0.outcome != .noBlockJob })
  func `what 7.2 carried out is said to be accepted`(_ seen: ObservedVerb) throws {
    let action = try #require(seen.action)
    let accepting = VerbRequest(action, "j").verb.acceptingStatuses(in: ObservedVerb.version)
    // A soft cancel of a paused job depends on more than the status: Refusal tells.
    let isAccepted = seen.outcome == .accepted || seen.outcome == .cancelWhilePaused
    #expect(accepting.contains(seen.status) == isAccepted)
  }

  @Test(arguments: [
    (JobVerb.pause, [JobStatus.created, .running, .ready]),
    (.resume, [.paused, .standby]),
    (.complete, [.ready]),
    (.change, []),
  ])
  func `a server takes less than its table allows`(_ verb: JobVerb, _ statuses: [JobStatus]) {
    #expect(verb.acceptingStatuses(in: QEMUVersion(5, 2)) == statuses)
  }
}
