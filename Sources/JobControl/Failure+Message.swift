import CommandTable
import Jobs
import POSIX
import QMP

/// A failure in words: one sentence, and lines that go indented under it.
package struct FailureMessage: Hashable {
  package let sentence: String
  package let details: [String]

  init(_ sentence: String, _ details: [String] = []) {
    self.sentence = sentence
    self.details = details
  }

  /// With the program's name in front and a line feed behind.
  package var text: String {
    text(of: nil)
  }

  /// The same, of what stands at some place of a script: `line 4`.
  package func text(of place: String?) -> String {
    "jobctl: \(place.map { $0 + ": " } ?? "")\(sentence)\n"
      + details.map { "  \($0)\n" }.joined()
  }
}

extension Failure {
  package var message: FailureMessage {
    switch self {
    case .usage(let error):
      FailureMessage(Visible.text("\(error)"))
    case .notConnected(let address, let failure, let kind, let timeout):
      FailureMessage(
        "cannot connect to \(Visible.quoted("\(address)")): "
          + Self.clause(failure, address, kind, timeout)
      )
    case .busy(let address, let busyness, let timeout):
      busyness.message(of: Visible.quoted("\(address)"), after: Self.text(timeout))
    case .holderEnded(let address, let phase):
      Self.message(
        .closed(phase, midMessage: false),
        "the jobctl that held \(Visible.quoted("\(address)"))",
        .zero,
        phase
      )
    case .session(let address, let failure, let timeout, let phase):
      Self.message(failure, Visible.quoted("\(address)"), timeout, phase)
    case .disconnected(let failure):
      FailureMessage(
        "not connected: \(failure.message.sentence)",
        ["'reconnect' tries again, 'reconnect ADDRESS' elsewhere"]
      )
    case .interrupted(_, .reply(let command)):
      FailureMessage(
        "interrupted before the reply to \(Visible.text(command))"
          + Self.unknownEffect(of: command, "; whether it takes effect is unknown")
      )
    case .interrupted:
      FailureMessage("interrupted")
    case .refused(let request, let refusal, let error):
      FailureMessage(
        "cannot \(request.verb.rawValue) \(Visible.quoted(request.id)): "
          + Self.clause(refusal, request.verb),
        [Self.said(error)]
      )
    case .interlocked(let request, let interlock):
      FailureMessage(
        "will not \(request.verb.rawValue) \(Visible.quoted(request.id)): "
          + interlock.explanation.reason,
        [interlock.explanation.wayOut]
      )
    case .noSuchJob(let id):
      FailureMessage(
        "there is no job \(Visible.quoted(id))",
        JobSelection.isPattern(id) ? ["this command takes ids only, and no pattern"] : []
      )
    case .nothingMatches(let pattern):
      FailureMessage("no job matches \(Visible.quoted(pattern))")
    case .commandRefused(let request, let error):
      FailureMessage(
        "the server refused \(Visible.text(request.command))",
        [Self.said(error)]
      )
    case .unexpectedReply(let command):
      FailureMessage(
        "the server's reply to \(Visible.text(command)) is not what QMP's schema says"
      )
    case .noCommand(let request):
      FailureMessage(
        "cannot \(request.verb.rawValue) \(Visible.quoted(request.id)): "
          + "this server has no command for it"
      )
    case .noJobCommands:
      FailureMessage("this server knows no jobs: it has neither query-jobs nor query-block-jobs")
    case .sandbox(let failure):
      FailureMessage(failure.sentence)
    case .hold(let failure):
      FailureMessage(failure.sentence)
    case .file(let path, let error):
      FailureMessage("cannot write \(Visible.quoted(path)): \(error.reason)")
    case .notConfirmed:
      FailureMessage("not confirmed; nothing was sent")
    case .output(let error):
      FailureMessage("cannot write to standard output: \(error.reason)")
    case .system(let error):
      FailureMessage("unexpected failure: \(error)")
    }
  }

  private static func said(_ error: ServerError) -> String {
    "the server said: \(Visible.text("\(error)"))"
  }

  // MARK: - Refusals

  private static func clause(_ refusal: Refusal, _ verb: JobVerb) -> String {
    switch refusal {
    case .noSuchJob:
      "there is no such job"
    case .status(let status, let accepted):
      "it is \(Visible.text(status.word)); \(verb.rawValue) is accepted in \(list(accepted))"
    case .cancelWhilePaused(let status):
      "it is \(status.rawValue), where only a forced cancel is accepted; "
        + (status == .standby
          ? "resume it first to keep its copy, or abort it with --force"
          : "resume it first, or abort it with --force")
    case .neverCompleted(let type):
      "it is of type \(type.rawValue), whose jobs end by themselves and never wait for complete"
    case .noSpeedLimit(let type):
      "it is of type \(Visible.text(type.word)); only commit, stream, mirror and backup jobs have a "
        + "limit"
    case .unexplained:
      "the server refused"
    }
  }

  private static func list(_ statuses: [JobStatus]) -> String {
    let words = statuses.map(\.rawValue)
    guard words.count > 1 else { return words.first ?? "no status of this server" }
    return words.dropLast().joined(separator: ", ") + " and " + words[words.count - 1]
  }

  // MARK: - Connecting

  private static func clause(
    _ failure: Socket.Failure,
    _ address: ServerAddress,
    _ kind: FileKind?,
    _ timeout: Duration
  ) -> String {
    switch failure {
    case .pathTooLong(let limit):
      "the path is longer than the \(limit) bytes of a unix socket's address; "
        + "use a shorter one, or a symbolic link to its folder"
    case .timedOut:
      "no answer within \(text(timeout))"
    case .unknownHost(let reason):
      "the host cannot be found: \(reason)"
    case .noPermission(let folder, isFolder: true):
      "permission denied: this user may not enter the folder \(Visible.quoted(folder))"
    case .noPermission:
      "permission denied: this user may not write to the socket"
    case .notASocket:
      "the descriptor is not a socket"
    case .isOutput:
      "what jobctl prints would go there too; send standard output and standard error elsewhere"
    case .system(let error):
      clause(error, address, kind)
    }
  }

  private static func clause(
    _ error: SystemError,
    _ address: ServerAddress,
    _ kind: FileKind?
  ) -> String {
    guard case .unix = address else {
      return error.isConnectionRefused ? "nobody listens there" : error.reason
    }
    switch kind {
    case .directory: return "it is a directory, not a socket"
    case .other: return "it is not a socket"
    case .socket, nil: break
    }
    if error.isConnectionRefused {
      return "nobody listens on it; the process that made it has ended"
    }
    return error.isNotFound ? "there is no such socket; is the guest running?" : error.reason
  }

  // MARK: - The conversation

  private static func message(
    _ failure: SessionFailure,
    _ server: String,
    _ timeout: Duration,
    _ phase: SessionFailure.Phase
  ) -> FailureMessage {
    switch failure {
    case .timedOut(.greeting, started: false):
      Busyness(server: nil, holders: []).message(of: server, after: text(timeout))
    case .timedOut(.greeting, started: true):
      FailureMessage("\(server) sent half a greeting, and nothing more within \(text(timeout))")
    case .timedOut(.negotiation, _):
      FailureMessage(
        "\(server) greeted, but did not answer the negotiation within \(text(timeout)); "
          + "its main loop is busy or stuck"
      )
    case .timedOut(.reply(let command), _):
      FailureMessage(
        "no reply to \(Visible.text(command)) from \(server) within \(text(timeout))"
          + unknownEffect(
            of: command,
            "; whether it takes effect is unknown: it may still happen"
          )
      )
    case .timedOut(.idle, _):
      FailureMessage("\(server) was silent for \(text(timeout))")
    case .closed(.reply(let command), _):
      FailureMessage(
        "\(server) closed the connection before its reply to \(Visible.text(command))"
          + unknownEffect(of: command, "; whether it took effect is unknown")
      )
    case .closed(.greeting, _):
      FailureMessage("\(server) closed the connection before its greeting")
    case .closed(.negotiation, _):
      FailureMessage("\(server) closed the connection during the negotiation")
    case .closed(.idle, _):
      FailureMessage("\(server) closed the connection")
    case .notQMP(let excerpt):
      notQMP(excerpt, server)
    case .malformed(let error, let excerpt):
      FailureMessage(
        "\(server) sent what is not JSON: \(error)",
        ["near: \(Visible.excerpt(excerpt))"] + unknownEffect(phase)
      )
    case .unknownMessage(let excerpt):
      FailureMessage(
        "\(server) sent what is no QMP message",
        ["it said: \(Visible.excerpt(excerpt))"] + unknownEffect(phase)
      )
    case .tooLong:
      FailureMessage(
        "\(server) sent a message of more than \(MessageSplitter.maximumLength >> 20) MiB",
        unknownEffect(phase)
      )
    case .negotiationRefused(let error):
      FailureMessage("\(server) refused the negotiation", [said(error)])
    }
  }

  /// What is left to say where no reply can be trusted any more.
  private static func unknownEffect(_ phase: SessionFailure.Phase) -> [String] {
    guard case .reply(let command) = phase, !command.hasPrefix("query-") else { return [] }
    return ["whether \(Visible.text(command)) took effect is unknown"]
  }

  private static func notQMP(_ excerpt: [UInt8], _ server: String) -> FailureMessage {
    let words = String(decoding: excerpt, as: UTF8.self)
    let isHumanMonitor = words.contains("QEMU") && words.contains("monitor")
    return FailureMessage(
      isHumanMonitor
        ? "\(server) is a human monitor, not QMP; QEMU opens the other kind with -qmp"
        : "\(server) does not speak QMP",
      ["it said: \(Visible.excerpt(excerpt))"]
    )
  }

  /// Nothing for a command that only asks.
  private static func unknownEffect(of command: String, _ words: String) -> String {
    command.hasPrefix("query-") ? "" : words
  }

  /// `5s`, or `1500ms` where seconds would not be whole.
  private static func text(_ duration: Duration) -> String {
    let (seconds, attoseconds) = duration.components
    guard attoseconds == 0 else { return "\(Int64(duration / .milliseconds(1)))ms" }
    return "\(seconds)s"
  }
}
