import Jobs
import QMP

/// What a server said to each command in each status, seen on qemu-storage-daemon 7.2.22.
struct ObservedVerb: Hashable, Sendable {
  /// Whether it was carried out, or how it was refused.
  enum Outcome: Substring {
    case accepted = "ok"
    /// Job 'ID' in state 'STATUS' cannot accept command verb 'VERB'
    case wrongState = "T"
    /// Job is already paused
    case alreadyPaused = "E1"
    /// Can't resume a job that was not paused
    case notPaused = "E2"
    /// The block job for device 'ID' is currently paused
    case cancelWhilePaused = "E3"
    /// The command block-job-change has not been found
    case noCommand = "E4"
    /// Block job 'ID' not found
    case noBlockJob = "E5"
  }

  let type: JobType
  let status: JobStatus
  let command: Substring
  let outcome: Outcome

  static let version = QEMUVersion(7, 2, 22)
}

extension ObservedVerb {
  static let all =
    table(
      .mirror,
      """
                             running paused ready standby pending concluded
      job-pause              ok      E1     ok    E1      T       T
      job-resume             E2      ok     E2    ok      E2      E2
      job-cancel             ok      ok     ok    ok      ok      T
      job-complete           T       T      ok    ok      T       T
      job-finalize           T       T      T     T       ok      T
      job-dismiss            T       T      T     T       T       ok
      block-job-cancel       ok      E3     ok    E3      ok      T
      block-job-cancel+force ok      ok     ok    ok      ok      T
      block-job-set-speed    ok      ok     ok    ok      T       T
      block-job-change       E4      E4     E4    E4      E4      E4
      """
    )
    + table(
      .backup,
      """
                             running paused waiting pending concluded
      job-pause              ok      E1     T       T       T
      job-resume             E2      ok     E2      E2      E2
      job-cancel             ok      ok     ok      ok      T
      job-complete           T       T      T       T       T
      job-finalize           T       T      T       ok      T
      job-dismiss            T       T      T       T       ok
      block-job-cancel       ok      E3     ok      ok      T
      block-job-cancel+force ok      ok     ok      ok      T
      block-job-set-speed    ok      ok     T       T       T
      block-job-change       E4      E4     E4      E4      E4
      """
    )
    + table(
      .create,
      """
                             running concluded
      job-pause              ok      T
      job-resume             E2      E2
      job-cancel             ok      T
      job-complete           T       T
      job-finalize           T       T
      job-dismiss            T       ok
      block-job-cancel       E5      E5
      block-job-cancel+force E5      E5
      block-job-set-speed    E5      E5
      block-job-change       E4      E4
      """
    )

  private static func table(_ type: JobType, _ text: String) -> [ObservedVerb] {
    let lines = text.split(separator: "\n").map { $0.split(separator: " ") }
    let statuses = lines[0].compactMap { JobStatus(rawValue: String($0)) }
    return lines.dropFirst().flatMap { line in
      let outcomes = line.dropFirst().compactMap(Outcome.init(rawValue:))
      precondition(outcomes.count == lines[0].count && statuses.count == lines[0].count)
      return zip(statuses, outcomes).map { status, outcome in
        ObservedVerb(type: type, status: status, command: line[0], outcome: outcome)
      }
    }
  }
}

extension ObservedVerb {
  /// What an operator asks for so that this command is sent; nil for a command that jobctl's verbs
  /// do not send to a job of this type.
  var action: VerbRequest.Action? {
    switch command {
    case "job-pause": .pause
    case "job-resume": .resume
    case "job-cancel": type.canBecomeReady ? .forceCancel : .cancel
    case "job-complete": .complete
    case "job-finalize": .finalize
    case "job-dismiss": .dismiss
    case "block-job-cancel": type.canBecomeReady ? .cancel : nil
    case "block-job-set-speed": .setSpeed(.unlimited)
    default: nil
    }
  }
}
