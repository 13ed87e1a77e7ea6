package import Jobs

/// What every command takes, before its name or after it.
package struct GlobalOptions: Hashable, Sendable {
  package enum Color: String, CaseIterable, Choosable {
    case auto
    case always
    case never

    package var summary: String {
      switch self {
      case .auto: "on a terminal, unless NO_COLOR is set"
      case .always: "also into files and pipes"
      case .never: "not at all"
      }
    }
  }

  /// Nil when it is left to JOBCTL_SOCKET.
  package let server: ServerAddress?
  /// For connection, greeting and negotiation together; a turn in the queue included.
  package let connectTimeout: Duration
  /// For each reply.
  package let replyTimeout: Duration
  package let color: Color
  /// Show the traffic.
  package let isDebugging: Bool
  /// Use a monitor by way of whoever holds it, and hold it for others.
  package let isShared: Bool

  package static let standard = GlobalOptions(
    server: nil,
    connectTimeout: .seconds(5),
    replyTimeout: .seconds(60),
    color: .auto,
    isDebugging: false,
    isShared: true
  )
}

extension GlobalOptions {
  /// The same, without a server.
  package var withoutServer: GlobalOptions {
    GlobalOptions(
      server: nil,
      connectTimeout: connectTimeout,
      replyTimeout: replyTimeout,
      color: color,
      isDebugging: isDebugging,
      isShared: isShared
    )
  }

  static let socket = Option<ServerAddress>(
    "socket",
    "s",
    value: "ADDRESS",
    completion: .address,
    help: "The server: PATH, unix:PATH, tcp:HOST:PORT or fd:N; otherwise JOBCTL_SOCKET.",
    parse: ServerAddress.init(parsing:)
  )
  static let connectTimeout = Option<Duration>(
    "connect-timeout",
    value: "DURATION",
    help: "How long to wait for connection, greeting and negotiation (5s).",
    parse: Duration.init(parsing:)
  )
  static let queue = OptionalOption<Duration>(
    "queue",
    value: "DURATION",
    help: "Wait for a busy monitor's turn, for ever or so long.",
    parse: Duration.init(parsing:)
  )
  static let replyTimeout = Option<Duration>(
    "reply-timeout",
    value: "DURATION",
    help: "How long to wait for each reply (60s).",
    parse: Duration.init(parsing:)
  )
  static let color = Option<Color>(
    "color",
    value: "WHEN",
    of: Color.allCases,
    help: "Colour: auto, always or never."
  )
  static let debug = Switch("debug", help: "Show the traffic on stderr, a line a message.")
  static let noShare = Switch(
    "no-share",
    help: "Use the server alone: neither through another jobctl nor for others."
  )
  static let help = Switch("help", "h", help: "Show help.")
  static let version = Switch("version", help: "Show the version.")

  package static let specs = [
    socket.spec, connectTimeout.spec, queue.spec, replyTimeout.spec, color.spec, debug.spec,
    noShare.spec, help.spec, version.spec,
  ]

  /// What of the environment counts for every command.
  package static let variables = [
    Term("JOBCTL_SOCKET", "The server, where \(socket) names none; in the same form."),
    Term(
      "NO_COLOR",
      "Set to anything but the empty string: no colours, unless \(color) is \(literal: "always")."
    ),
    Term(
      "XDG_RUNTIME_DIR",
      "Where those meet who share a server: in its folder jobctl, else in /run/user/UID/jobctl or /tmp/jobctl-UID."
    ),
    Term(
      "TERM",
      "On a terminal of type \(literal: "dumb") there are no colours either."
    ),
  ]

  /// As good as for ever.
  private static let longest = Duration.seconds(1000 * 86400)

  /// Those of somebody who cannot wait: `limit` for everything that has one, and another server,
  /// where one was typed.
  package func brief(server typed: String?, limit: Duration) throws(ValueError) -> GlobalOptions {
    let server = try typed.map { (text) throws(ValueError) in try ServerAddress(parsing: text) }
    return brief(server: server ?? self.server, limit: limit)
  }

  /// The same with an address.
  package func brief(server: ServerAddress?, limit: Duration) -> GlobalOptions {
    GlobalOptions(
      server: server,
      connectTimeout: limit,
      replyTimeout: limit,
      color: .never,
      isDebugging: false,
      isShared: isShared
    )
  }

  /// `defaults` stand for what is not given.
  init(_ arguments: Arguments, defaults: GlobalOptions) throws(UsageError) {
    let patience = try arguments(Self.queue).map { $0 ?? Self.longest }
    let connectTimeout = try arguments(Self.connectTimeout) ?? defaults.connectTimeout
    self.init(
      server: try arguments(Self.socket) ?? defaults.server,
      connectTimeout: patience ?? connectTimeout,
      replyTimeout: try arguments(Self.replyTimeout) ?? defaults.replyTimeout,
      color: try arguments(Self.color) ?? defaults.color,
      isDebugging: arguments(Self.debug) || defaults.isDebugging,
      isShared: !arguments(Self.noShare) && defaults.isShared
    )
  }
}
