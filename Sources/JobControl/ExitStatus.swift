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
