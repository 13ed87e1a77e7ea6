import CommandTable
import Glibc
import JobControl
import Jobs
import POSIX
import QMP
import Testing

/// A failure, with the status that it ends in.
struct FailureSample: Sendable, CustomTestStringConvertible {
  let title: String
  let failure: Failure
  let status: JobControl.ExitStatus

  init(_ title: String, _ failure: Failure, _ status: JobControl.ExitStatus) {
    self.title = title
    self.failure = failure
    self.status = status
  }

  var testDescription: String {
    title
  }

  /// What a terminal would obey: it would clear the screen, go on in red on the next line, backwards.
  static let hostile = "x\u{1B}[2J\u{9B}31m\n\u{202E}y\u{7F}"
  private static let server = ServerAddress.unix(path: "/run/vm.qmp")
  static let refusal = ServerError(.generic, "Job 'm0' said \(hostile)")
}

// MARK: - Connecting

extension FailureSample {
  static let connecting: [FailureSample] = [
    unix("no socket", .system(error("connect", ENOENT))),
    unix("stale", .system(error("connect", ECONNREFUSED)), .socket),
    unix("a file", .system(error("connect", ECONNREFUSED)), .other),
    unix("a directory", .system(error("connect", ECONNREFUSED)), .directory),
    unix("no permission", .noPermission(on: "/run/vm.qmp", isFolder: false), .socket),
    unix("no way", .noPermission(on: "/run/\u{1B}[2J", isFolder: true), nil),
    unix("path too long", .pathTooLong(limit: 107)),
    unix("full backlog", .timedOut, .socket, status: .timedOut),
    tcp("nobody there", .system(error("connect", ECONNREFUSED))),
    tcp("no route", .system(error("connect", EHOSTUNREACH))),
    tcp("no answer", .timedOut, status: .timedOut),
    tcp("no such host", .unknownHost("Name or service not known")),
    FailureSample(
      "a descriptor that is no socket",
      .notConnected(.descriptor(3), .notASocket, nil, timeout: .seconds(5)),
      .cannotConnect
    ),
    FailureSample(
      "a descriptor that is not open",
      .notConnected(.descriptor(3), .system(error("fcntl", EBADF)), nil, timeout: .seconds(5)),
      .cannotConnect
    ),
    FailureSample(
      "a hostile path",
      .notConnected(
        .unix(path: hostile),
        .system(error("connect", ENOENT)),
        nil,
        timeout: .seconds(5)
      ),
      .cannotConnect
    ),
  ]

  private static func unix(
    _ title: String,
    _ failure: Socket.Failure,
    _ kind: FileKind? = nil,
    status: JobControl.ExitStatus = .cannotConnect
  ) -> FailureSample {
    FailureSample(title, .notConnected(server, failure, kind, timeout: .seconds(5)), status)
  }

  private static func tcp(
    _ title: String,
    _ failure: Socket.Failure,
    status: JobControl.ExitStatus = .cannotConnect
  ) -> FailureSample {
    let address = ServerAddress.tcp(host: "::1", port: 4444)
    return FailureSample(
      title,
      .notConnected(address, failure, nil, timeout: .milliseconds(1500)),
      status
    )
  }

  private static func error(_ call: String, _ code: Int32) -> SystemError {
    SystemError(call: call, code: code)
  }
}

// MARK: - The conversation

extension FailureSample {
  static let conversation: [FailureSample] = [
    session("no greeting", .timedOut(.greeting, started: false), .busy),
    session("half a greeting", .timedOut(.greeting, started: true), .timedOut),
    session("no negotiation", .timedOut(.negotiation, started: false), .timedOut),
    session("no reply", .timedOut(.reply(command: "job-cancel"), started: false), .timedOut),
    session("half a reply", .timedOut(.reply(command: hostile), started: true), .timedOut),
    session("silence", .timedOut(.idle, started: false), .timedOut),
    session("no greeting but an end", .closed(.greeting, midMessage: false)),
    session("an end while negotiating", .closed(.negotiation, midMessage: false)),
    session("no reply but an end", .closed(.reply(command: "job-cancel"), midMessage: true)),
    session("an end for no reason", .closed(.idle, midMessage: false)),
    FailureSample("a holder that ends", .holderEnded(server, .idle), .protocolBroken),
    FailureSample(
      "a holder that ends before a reply",
      .holderEnded(server, .reply(command: "job-pause")),
      .protocolBroken
    ),
    session(
      "a human monitor",
      .notQMP(
        excerpt: Array("QEMU 7.2.22 monitor - type 'help' for more information\r\n(qemu) ".utf8)
      )
    ),
    session("a web server", .notQMP(excerpt: Array("HTTP/1.1 400 Bad Request\r\n".utf8))),
    session("hostile bytes", .notQMP(excerpt: Array(hostile.utf8) + [0xFF, 0x00])),
    session("an empty line", .notQMP(excerpt: Array("\r\n".utf8))),
    session(
      "no JSON",
      .malformed(
        JSONError(reason: .unexpectedByte(0x1B), offset: 12),
        excerpt: Array("{\"return\": \u{1B}[2J".utf8)
      )
    ),
    session("no message", .unknownMessage(excerpt: Array("{\"jsonrpc\": \"2.0\"}".utf8))),
    session(
      "a long message that is none",
      .unknownMessage(excerpt: Array(String(repeating: "[1, 2], ", count: 20).utf8))
    ),
    session("too long a message", .tooLong),
    session("negotiation refused", .negotiationRefused(refusal)),
    FailureSample("interrupted", .interrupted(signal: SIGINT, .greeting), .failed),
    FailureSample("interrupted at rest", .interrupted(signal: SIGTERM, .idle), .failed),
    FailureSample(
      "interrupted before a reply",
      .interrupted(signal: SIGINT, .reply(command: "job-cancel\u{1B}")),
      .failed
    ),
  ]

  private static func session(
    _ title: String,
    _ failure: SessionFailure,
    _ status: JobControl.ExitStatus = .protocolBroken
  ) -> FailureSample {
    FailureSample(title, .session(server, failure, timeout: .seconds(60)), status)
  }
}

// MARK: - The rest

extension FailureSample {
  static let others: [FailureSample] = [
    FailureSample("usage", .usage(UsageError("unknown command '\(hostile)'")), .usage),
    FailureSample(
      "usage of a command",
      .usage(UsageError("missing ID", command: "pause")),
      .usage
    ),
    FailureSample(
      "a refused command",
      .commandRefused(Request("blockdev-add"), ServerError(.deviceNotFound, "No device")),
      .failed
    ),
    FailureSample(
      "a hostile command",
      .commandRefused(Request(hostile), ServerError(.other(hostile), hostile)),
      .failed
    ),
    FailureSample(
      "an unexpected reply",
      .unexpectedReply(command: "query-jobs"),
      .protocolBroken
    ),
    FailureSample(
      "a shell that has lost its connection",
      .disconnected(
        after: .session(server, .closed(.idle, midMessage: false), timeout: .seconds(5))
      ),
      .protocolBroken
    ),
    FailureSample("not confirmed", .notConfirmed, .failed),
    FailureSample("a file", .file(hostile, error("open", EACCES)), .failed),
    FailureSample("no scenario", .sandbox(.unknownScenario(hostile)), .usage),
    FailureSample(
      "a scenario that cannot be read",
      .sandbox(.unreadableScenario(path: hostile, error("open", EISDIR))),
      .failed
    ),
    FailureSample(
      "a place to listen that is taken",
      .sandbox(.cannotListen(path: hostile, error("bind", EADDRINUSE))),
      .failed
    ),
    FailureSample(
      "a place to listen that is not there",
      .sandbox(.cannotListen(path: "/nowhere/s", error("bind", ENOENT))),
      .failed
    ),
    FailureSample(
      "no place for a private socket",
      .sandbox(.cannotListenPrivately(error("mkdtemp", ENOENT))),
      .failed
    ),
    FailureSample(
      "no program",
      .sandbox(.cannotRun(command: hostile, error("execvp", ENOENT))),
      .failed
    ),
    FailureSample("nobody who holds it", .hold(.notHeld(server)), .cannotConnect),
    FailureSample("what cannot be found", .hold(.notShareable(.descriptor(3))), .usage),
    FailureSample(
      "a place to meet that is others' too",
      .hold(.cannotMeet(path: hostile, error("open", EPERM))),
      .failed
    ),
    FailureSample(
      "a place to meet that somebody has locked",
      .hold(.cannotMeet(path: hostile, error("flock", EWOULDBLOCK))),
      .failed
    ),
    FailureSample(
      "a place to be found that is taken",
      .hold(.cannotListen(path: hostile, error("bind", EADDRINUSE))),
      .failed
    ),
    FailureSample(
      "a holder of another user",
      .hold(.cannotStop(RunningProcess(number: 7, name: hostile), error("kill", EPERM))),
      .failed
    ),
    FailureSample(
      "a holder that does not listen",
      .hold(.cannotAsk(RunningProcess(number: 7, name: hostile), error("kill", ESRCH))),
      .failed
    ),
    FailureSample(
      "a holder that stays",
      .hold(.doesNotEnd(RunningProcess(number: 7, name: hostile))),
      .timedOut
    ),
    FailureSample(
      "a holder that is stopped",
      .hold(.isStopped(RunningProcess(number: 7, name: hostile))),
      .busy
    ),
    FailureSample("a holder that nobody could find", .hold(.lostPlace(server)), .failed),
    FailureSample("a holder that cannot be told", .hold(.unknown(server)), .failed),
    FailureSample("a full disk", .output(error("write", ENOSPC)), .failed),
    FailureSample("the unexpected", .system(error("poll", ENOMEM)), .failed),
  ]

  static let all = connecting + conversation + jobs + others
}
