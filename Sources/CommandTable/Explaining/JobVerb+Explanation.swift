package import Jobs

extension JobVerb: Choosable {
  /// One line for people.
  package var summary: String {
    switch self {
    case .cancel: "end jobs before their time"
    case .pause: "pause jobs until they are resumed"
    case .resume: "let paused jobs go on"
    case .setSpeed: "limit the speed of jobs"
    case .complete: "let ready jobs end and switch to the target"
    case .dismiss: "remove concluded jobs from the list"
    case .finalize: "let pending jobs make their changes final"
    case .change: "change how a mirror copies"
    }
  }

  /// What it does and when it does not, a paragraph each.
  package var explanation: [Prose] {
    switch self {
    case .cancel: Self.cancelling
    case .pause:
      [
        """
        The job stops at its next pause point; its status is then \(JobStatus.paused), or \(JobStatus.standby) for \
        one that was ready. Jobs outside the block family have no pause points and run on.
        """
      ]
    case .resume:
      [
        """
        A job that stopped on an I/O error tries again. Refused without \(VerbOptions.override): a job that stopped \
        on an error after it was ready, on a server before 6.2, which would abort and take its guest along; \
        \(command: "cancel --force") is the safe way out.
        """
      ]
    case .setSpeed:
      [
        """
        \(variable: "RATE") is bytes a second, or a number with K, M, G or T (also KiB ...), powers of 1024; 0 and \
        \(literal: "unlimited") lift the limit. Only block jobs have one.
        """
      ]
    case .complete: Self.completing
    case .finalize:
      [
        """
        For jobs that were started with auto-finalize off. One finalize concludes every job of the transaction.
        """
      ]
    case .dismiss:
      ["For jobs that were started with auto-dismiss off; their ids can be used again afterwards."]
    case .change:
      [
        """
        There is no command of jobctl's for it: \(command: "qmp block-job-change") sends one. It makes a mirror copy \
        each write of the guest at once (copy-mode write-blocking); there is no way back.
        """
      ]
    }
  }

  private static let cancelling: [Prose] = [
    """
    Before a job is ready it is aborted. A mirror or active commit that is ready ends without pivoting, and its target \
    stays a complete copy of the moment; \(VerbOptions.force) aborts such a job too. A mirror or commit that is paused \
    is refused without \(VerbOptions.force).
    """
  ]

  private static let completing: [Prose] = [
    """
    For a mirror the device goes on with the target, for the commit of an active layer with the base. The reply comes \
    before the effect.
    """,
    """
    Refused without \(VerbOptions.override): a mirror in \(JobStatus.standby) on a server from 6.0 on that is not known \
    to survive a second complete (10.0.13 and later 10.0 releases, and 11.1, do).
    """,
  ]

  /// What is there when its effect is, with the job as subject; nil where nothing can be seen.
  var effect: String? {
    switch self {
    case .cancel, .finalize: "is over"
    case .pause: "is paused, or in standby if it was ready"
    case .resume: "goes on"
    case .complete: "is over, or pending where finalize is by hand"
    case .dismiss: "is gone"
    case .setSpeed, .change: nil
    }
  }
}
