import Jobs

extension CommandSpec {
  private static let wanted = Option<[JobStatus]>(
    "for",
    value: "STATUS,...",
    anyOf: JobStatus.listed + [.null],
    help: "Which statuses to wait for (until it is over); null is gone."
  )
  private static let timeout = Option<Duration>(
    "timeout",
    "t",
    value: "DURATION",
    help: "Give up after so long, with status 7.",
    parse: Duration.init(parsing:)
  )
  private static let any = Switch("any", help: "Return with the first job, not with the last.")
  private static let allowMissing = Switch(
    "allow-missing",
    help: "Wait for jobs that are not there yet to appear."
  )

  static let wait = CommandSpec(
    name: "wait",
    group: .look,
    summary: "wait until jobs are over, or in a status",
    operands: [Operand("ID", .oneOrMore, completion: .job(acceptedBy: nil))],
    options: [
      wanted.spec, timeout.spec, any.spec, allowMissing.spec,
      ProgressOptions.progress.spec, ProgressOptions.stallAfter.spec,
    ],
    discussion: [
      """
      Works on jobs that somebody else started, by events and not by asking again and again. The exit status is the \
      outcome: 0 when the jobs succeeded or are in the status wanted, 9 when one failed, 10 when one was cancelled, \
      11 when one is gone and nothing tells how it ended, 3 when one is not there, 7 when \(timeout) passed.
      """,
      """
      It ends early when a wanted status can no longer come: with the outcome, or with 4 when the job went past it. \
      A job that waits for somebody (ready, pending, or found paused) is said once on stderr. A pause that QEMU makes by itself, as it does while \
      other jobs start or end, is one, too: for one that stays, ask \(command: "is") again.
      """,
      """
      \(ProgressOptions.progress) shows on stderr how far the jobs are, as \(command: "watch") does. SIGUSR1 tells it once.
      """,
    ],
    examples: [
      Example("wait backup0", "until it is over"),
      Example("wait mirror0 --for ready --timeout 2h", "until it can be completed"),
      Example("wait --any backup0 backup1", "until the first of two is over"),
    ]
  ) { arguments throws(UsageError) in
    let statuses = try arguments.all(wanted).flatMap(\.self)
    return .wait(
      WaitOrder(
        ids: arguments.operands,
        goal: statuses.isEmpty ? .end : JobGoal(Set(statuses)),
        limit: WaitLimit(try arguments(timeout)),
        endsWithFirst: arguments(any),
        allowsMissing: arguments(allowMissing),
        progress: try ProgressOptions.order(arguments)
      )
    )
  }

  static let check = CommandSpec(
    name: "is",
    group: .look,
    summary: "tell whether a job is in one of some statuses",
    operands: [
      Operand("ID", completion: .job(acceptedBy: nil)),
      Operand("STATUS,...", completion: .list(JobStatus.listed.map(\.choice))),
    ],
    discussion: [
      "Prints the job's status. The exit status is 0 when it is one of those, 4 when it is another."
    ],
    examples: [Example("is mirror0 ready,standby", "a condition for a script")]
  ) { arguments throws(UsageError) in
    var statuses: [JobStatus] = []
    for word in arguments.operands[1].split(separator: ",", omittingEmptySubsequences: false) {
      do throws(ValueError) {
        statuses.append(try JobStatus.choose(String(word), from: JobStatus.listed))
      } catch {
        throw arguments.problem("'\(error.word)' \(error.reason)")
      }
    }
    return .check(CheckOrder(id: arguments.operands[0], statuses: statuses))
  }
}
