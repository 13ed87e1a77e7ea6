import JobControl
import Jobs
import QMP

extension FailureSample {
  static let jobs: [FailureSample] = [
    refused("no such job", .pause, .noSuchJob, .noSuchJob),
    refused(
      "a wrong status",
      .complete,
      .status(.known(.running), accepted: [.ready, .standby]),
      .wrongStatus
    ),
    refused(
      "one right status",
      .finalize,
      .status(.known(.ready), accepted: [.pending]),
      .wrongStatus
    ),
    refused(
      "an unknown status",
      .pause,
      .status(.other(hostile), accepted: [.running]),
      .wrongStatus
    ),
    refused("no right status", .pause, .status(.known(.ready), accepted: []), .wrongStatus),
    refused("cancel while paused", .cancel, .cancelWhilePaused(.paused), .wrongStatus),
    refused("cancel in standby", .cancel, .cancelWhilePaused(.standby), .wrongStatus),
    refused("never completed", .complete, .neverCompleted(.amend), .wrongStatus),
    refused("no limit", .setSpeed(.unlimited), .noSpeedLimit(.known(.amend)), .failed),
    refused(
      "no limit for a newer type",
      .setSpeed(.unlimited),
      .noSpeedLimit(.other(hostile)),
      .failed
    ),
    refused("another reason", .resume, .unexplained, .failed),
    FailureSample(
      "a hostile id",
      .refused(VerbRequest(.pause, hostile), .noSuchJob, ServerError(.other(hostile), hostile)),
      .noSuchJob
    ),
    FailureSample(
      "resume held back",
      .interlocked(VerbRequest(.resume, "m0"), .resumeAfterError),
      .wrongStatus
    ),
    FailureSample(
      "complete held back",
      .interlocked(VerbRequest(.complete, hostile), .completeInStandby),
      .wrongStatus
    ),
    FailureSample("no job to show", .noSuchJob(hostile), .noSuchJob),
    FailureSample("a pattern to show", .noSuchJob("mirror*"), .noSuchJob),
    FailureSample("no match", .nothingMatches(pattern: "\(hostile)*"), .noSuchJob),
    FailureSample("no command", .noCommand(for: VerbRequest(.dismiss, hostile)), .failed),
    FailureSample("no job commands", .noJobCommands, .failed),
  ]

  private static func refused(
    _ title: String,
    _ action: VerbRequest.Action,
    _ refusal: Refusal,
    _ status: JobControl.ExitStatus
  ) -> FailureSample {
    FailureSample(
      title,
      .refused(VerbRequest(action, "m0"), refusal, ServerError(.generic, "As QEMU says it")),
      status
    )
  }
}
