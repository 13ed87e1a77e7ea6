package import Jobs

extension JobStatus {
  /// What it means for an operator, and what usually comes next.
  package var explanation: Prose {
    switch self {
    case .undefined:
      "Where QEMU's table begins: there is no job yet. No server ever tells it."
    case .created:
      """
      The job is there and has not begun: the command that makes it is still at work. Events tell it for a moment, \
      queries hardly ever. When it goes straight to \(JobStatus.null), its command failed and there never was a job.
      """
    case .running:
      """
      The job works, as fast as its limit lets it. 100 percent is not its end: a limited job may stay there for a \
      while, and the total may grow and shrink. A mirror, and the commit of an active layer, become \
      \(JobStatus.ready); other jobs end by themselves. An I/O error stops the job, ends it or is passed over, as \
      its on-error policies say. Before QEMU 6.0 a paused job may go on saying \(JobStatus.running) while it sleeps \
      to keep to its limit.
      """
    case .paused:
      """
      The job does nothing until it is resumed. Three may have stopped it. Somebody, with \(command: "pause"). An I/O \
      error: then io-status is not ok, and \(command: "resume") tries again, best after the cause was mended. Or QEMU \
      itself, which stops jobs for a moment when others start or end: that passes by itself, and \
      \(command: "resume") is refused meanwhile. It only ever goes back to \(JobStatus.running): a job that is \
      cancelled says so too, before \(JobStatus.aborting). A mirror or commit is cancelled here with \
      \(literal: "--force") only.
      """
    case .ready:
      """
      Source and target agree, and the job keeps them in step with what the guest writes, for as long as you like: it \
      never ends by itself. \(command: "complete") makes the guest go on with the target; \(command: "cancel") ends \
      the job where the guest is, and leaves a complete copy; \(command: "cancel --force") throws the copy away.
      """
    case .standby:
      """
      The job was ready and does nothing until it is resumed; what the guest writes waits to be copied, and the \
      numbers stand still. It only ever goes back to \(JobStatus.ready). From QEMU 6.0 on \(command: "complete") is \
      accepted here and takes effect with \(command: "resume"). Two things kill some releases here, and are held \
      back: \(command: "resume") after an I/O error, before 6.2; and a second \(command: "complete") of a mirror, from \
      6.0 on but for 10.0.13 and later 10.0 releases, and 11.1.
      """
    case .waiting:
      """
      The job has done its work and waits for the other jobs of its transaction; one that is alone is through in a \
      moment. Nothing is final yet: when another member fails or is cancelled, all of them are aborted.
      """
    case .pending:
      """
      All that is left is to make the changes final. A job with auto-finalize is through in a moment, unless another \
      member of its transaction is waited for; without, it stays until \(command: "finalize"), and one of them is \
      enough for the whole transaction. Even that can fail: the verb is accepted, and the job goes to \
      \(JobStatus.aborting) all the same.
      """
    case .aborting:
      """
      The job has failed or was cancelled, and cleans up. It accepts no verb, and only \(JobStatus.concluded) can \
      follow. Events tell it for a moment, queries hardly ever.
      """
    case .concluded:
      """
      The job is over. Its error tells how: there is none after a success (a mirror that was cancelled when it was \
      ready counts as one), and \(literal: "Operation canceled") after a cancel. With auto-dismiss it disappears at \
      once; otherwise its id is taken until \(command: "dismiss"). Jobs of type create, amend and snapshot always \
      wait for that.
      """
    case .null:
      """
      The job is gone. No query tells it: it is a job's last event. The id is free, and the next job may take it at \
      once.
      """
    }
  }
}
