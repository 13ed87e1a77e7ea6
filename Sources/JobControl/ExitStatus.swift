/// How jobctl ends; by cause, so that scripts can branch on it.
package enum ExitStatus: Int32, CaseIterable, Sendable {
  case done = 0
  /// The server refused for a reason without a status of its own, or something unexpected failed.
  case failed = 1
  case usage = 2
  case noSuchJob = 3
  /// The job's status does not accept the verb, or an interlock holds it back.
  case wrongStatus = 4
  case cannotConnect = 5
  /// Another client holds the monitor, or its process is stopped.
  case busy = 6
  case timedOut = 7
  /// The connection was lost, or the peer is not QMP or broke the protocol.
  case protocolBroken = 8
  /// What was waited for: the job failed.
  case jobFailed = 9
  case jobCancelled = 10
  /// The job is gone, and nothing tells how it ended.
  case outcomeUnknown = 11
}

extension ExitStatus {
  /// One line for people.
  package var summary: String {
    switch self {
    case .done: "done"
    case .failed: "the server refused for another reason, or an unexpected failure"
    case .usage: "the command line, or a file that it names, is wrong"
    case .noSuchJob: "no such job"
    case .wrongStatus:
      "the job's status does not accept the verb, or an interlock holds it back; is, wait: another status"
    case .cannotConnect: "cannot connect: no socket, nobody listens, no permission, path too long"
    case .busy: "the monitor is busy (another client holds it) or its process is stopped"
    case .timedOut: "a deadline passed"
    case .protocolBroken: "the connection was lost, or the peer is not QMP or broke the protocol"
    case .jobFailed: "the job failed (wait, --wait)"
    case .jobCancelled: "the job was cancelled (wait, --wait)"
    case .outcomeUnknown: "the job is gone and nothing tells how it ended"
    }
  }
}
