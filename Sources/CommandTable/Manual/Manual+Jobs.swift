import Jobs
import QMP

extension Manual {
  /// What jobs are and go through.
  var jobsPage: ManualPage {
    page("jobctl-jobs", section: 7, summary: "QEMU's background jobs: types, statuses, verbs") {
      mdoc in
      mdoc.section("Description")
      mdoc.paragraphs(Self.jobs)
      mdoc.section("Types")
      mdoc.list(
        JobType.allCases.map { type in
          let since: Prose =
            type.since == JobVerb.oldestRelease ? "" : " Since QEMU \(text: type.since.short)."
          return (
            "Cm \(Mdoc.argument(type.rawValue))",
            "\(text: PlainText.capitalized(type.summary)). \(type.explanation)\(since)"
          )
        }
      )
      mdoc.section("Statuses")
      mdoc.list(
        JobStatus.allCases.map { status in
          (
            "Cm \(Mdoc.argument(status.rawValue))",
            "\(text: PlainText.capitalized(status.summary)). \(status.explanation) \(Self.next(status))"
          )
        }
      )
      mdoc.section("Verbs")
      mdoc.prose("Which status accepts which verb:")
      mdoc.table([VerbTable.header] + VerbTable.rows)
      mdoc.macro("Pp")
      mdoc.prose(VerbTable.legend)
      for verb in JobVerb.allCases {
        mdoc.subsection("\(verb.rawValue): \(verb.summary)")
        mdoc.paragraphs(
          ["\(text: verb.acceptance)"] + verb.explanation + [verb.requests].compactMap(\.self)
        )
      }
      let verbs = JobVerb.allCases.compactMap { CommandSpec.named($0.rawValue) }
      mdoc.seeAlso(
        (verbs + [.explain, .list]).filter(\.hasPage).map { (name: $0.pageName, section: 1) } + [
          (name: "jobctl", section: 1), (name: "jobctl-output", section: 5),
        ]
      )
    }
  }

  private static func next(_ status: JobStatus) -> Prose {
    let steps = status.transitions.map { "\($0.to.rawValue) (\($0.cause))" }
    guard !steps.isEmpty else { return "Nothing comes next." }
    return "Next: \(text: steps.joined(separator: "; "))."
  }

  private static let jobs: [Prose] = [
    """
    A job is work on disk images that QEMU does beside running a guest, or beside serving disks. A QMP command starts \
    it, under an id that no other job has meanwhile. It has a type, which says what it does; a status, which says \
    where it stands; and it accepts verbs, some in each status.
    """,
    """
    A job's progress is its own estimate, in bytes for block jobs: its total grows and shrinks, 0 of 0 happens, and \
    100 percent is not the end. Jobs of a transaction that were started as a group end together: none is final before \
    all are, and when one fails or is cancelled, all are aborted.
    """,
    """
    The servers from 3.0 on tell each change of a status by the event JOB_STATUS_CHANGE. A verb's reply says that it \
    was accepted, no more: its effect comes later, and the event tells it.
    """,
  ]
}
