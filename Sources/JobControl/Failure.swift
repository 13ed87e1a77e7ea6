package import CommandTable
package import Jobs
package import POSIX
package import QMP

/// Every way in which a command can fail, with its sentence and its exit status.
package enum Failure: Error, Hashable {
  case usage(UsageError)
  case notConnected(ServerAddress, Socket.Failure, FileKind?, timeout: Duration)
  /// The monitor accepts and does not greet.
  case busy(ServerAddress, Busyness, timeout: Duration)
  /// The jobctl that held the monitor for others has gone, and not the server.
  case holderEnded(ServerAddress, SessionFailure.Phase)
  /// The conversation broke off; `phase` is what was awaited.
  case session(
    ServerAddress,
    SessionFailure,
    timeout: Duration,
    phase: SessionFailure.Phase = .idle
  )
  /// A shell's connection is lost, or was never there, and why.
  indirect case disconnected(after: Failure)
  /// A signal came while `phase` was awaited.
  case interrupted(signal: Int32, SessionFailure.Phase)
  case refused(VerbRequest, Refusal, ServerError)
  case interlocked(VerbRequest, Interlock)
  case noSuchJob(String)
  case nothingMatches(pattern: String)
  case commandRefused(Request, ServerError)
  case unexpectedReply(command: String)
  /// The server has no command for the verb.
  case noCommand(for: VerbRequest)
  /// The server has neither `query-jobs` nor `query-block-jobs`.
  case noJobCommands
  case notConfirmed
  case sandbox(SandboxFailure)
  case hold(HoldFailure)
  /// A file that cannot be written.
  case file(String, SystemError)
  case output(SystemError)
  case system(SystemError)
}

extension Failure {
  package var status: ExitStatus {
    switch self {
    case .usage: .usage
    case .notConnected(_, .timedOut, _, _): .timedOut
    case .notConnected: .cannotConnect
    case .busy: .busy
    case .holderEnded: .protocolBroken
    case .session(_, let failure, _, _): Self.status(of: failure)
    case .disconnected(let failure): failure.status
    case .interrupted, .commandRefused, .noCommand, .noJobCommands, .notConfirmed, .file, .output,
      .system:
      .failed
    case .refused(_, let refusal, _): Self.status(of: refusal)
    case .interlocked: .wrongStatus
    case .noSuchJob, .nothingMatches: .noSuchJob
    case .unexpectedReply: .protocolBroken
    case .sandbox(let failure): failure.isUsage ? .usage : .failed
    case .hold(let failure): failure.status
    }
  }

  private static func status(of failure: SessionFailure) -> ExitStatus {
    switch failure {
    case .timedOut(.greeting, started: false): .busy
    case .timedOut: .timedOut
    case .closed, .notQMP, .malformed, .unknownMessage, .tooLong, .negotiationRefused:
      .protocolBroken
    }
  }

  private static func status(of refusal: Refusal) -> ExitStatus {
    switch refusal {
    case .noSuchJob: .noSuchJob
    case .status, .cancelWhilePaused, .neverCompleted: .wrongStatus
    case .noSpeedLimit, .unexplained: .failed
    }
  }

  /// Whether a verb came too late: its job is over, or gone.
  var isForEndedJob: Bool {
    switch self {
    case .refused(_, .noSuchJob, _), .refused(_, .status(.known(.concluded), _), _): true
    default: false
    }
  }

  /// Whether the other end closed the connection.
  var isEndOfConnection: Bool {
    switch self {
    case .holderEnded, .session(_, .closed, _, _): true
    default: false
    }
  }

  /// Whether there may be a connection again when it is tried later.
  var isLossOfConnection: Bool {
    switch self {
    case .notConnected, .busy, .holderEnded, .session(_, .closed, _, _),
      .session(_, .timedOut, _, _):
      true
    case .usage, .session, .disconnected, .interrupted, .refused, .interlocked, .noSuchJob,
      .nothingMatches, .commandRefused, .unexpectedReply, .noCommand, .noJobCommands, .notConfirmed,
      .sandbox, .hold, .file, .output, .system:
      false
    }
  }

  /// Whether the connection is of no further use.
  package var endsConnection: Bool {
    switch self {
    case .notConnected, .busy, .holderEnded, .session, .disconnected, .interrupted,
      .unexpectedReply, .noJobCommands, .sandbox, .hold, .file, .output, .system:
      true
    case .usage, .refused, .interlocked, .noSuchJob, .nothingMatches, .commandRefused,
      .noCommand, .notConfirmed:
      false
    }
  }
}
