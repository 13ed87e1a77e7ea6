import Jobs

extension CommandSpec {
  private static let listen = listening(help: "Serve any QMP client on this socket, too.")

  /// The option of those who serve.
  static func listening(help: @autoclosure @escaping @Sendable () -> Prose) -> Option<String> {
    Option("listen", "l", value: "PATH", completion: .file, help: help()) {
      text throws(ValueError) in
      guard !text.isEmpty else { throw ValueError(word: text, reason: "is no path") }
      return text
    }
  }

  private static let idleExit = Option<Duration>(
    "idle-exit",
    value: "DURATION",
    help: "End when nobody has used it for so long.",
    parse: Duration.init(parsing:)
  )
  private static let background = Switch(
    "background",
    "b",
    help: "Go on in the background once the monitor is held."
  )
  private static let telling = Switch("check", help: "Say who holds the monitor.")
  private static let ending = Switch("stop", help: "End whoever holds the monitor.")

  static let hold = CommandSpec(
    name: "hold",
    group: .other,
    summary: "share a monitor, which serves one client, among many",
    options: [listen.spec, idleExit.spec, background.spec, telling.spec, ending.spec],
    discussion: [
      """
      QEMU serves one client of a monitor at a time. This one holds a monitor and passes on what others ask: every \
      other jobctl of the same user finds it without being told, by whatever path it is given, and uses the monitor \
      itself when nobody holds it.
      """,
      """
      Each client has its own conversation: its own ids, its replies in its order, every event. Commands go to the \
      server one at a time, and clients take turns. A client that reads too slowly, so that 4 MiB wait for it, is cut \
      off. Commands out of band are not offered.
      """,
      """
      \(listen) opens a socket, for its owner only, that speaks plain QMP to any client. It must not exist yet, \
      but for a socket on which nobody listens any more, and is removed at the end. Where another jobctl holds the monitor already, \(listen) shares that one's connection; \
      without \(listen) that one is told to stay, should it be there only as long as somebody uses it. Who shares \
      another one's connection ends with that one. A monitor on TCP has no file by which others could find it: \
      there \(listen) is the way to share it.
      """,
      """
      It ends with SIGINT, SIGTERM or SIGHUP, when \(idleExit) says so, or with the server (status 8); its clients see \
      the event X_JOBCTL_SERVER_ENDED where the server is the reason, and the end of their connections after the reply that was due; a \(literal: "watch"), \(literal: "wait") or \
      \(literal: "shell") among them connects again and holds it in turn, which \(ending) tells of. Where somebody takes its socket away by which others find it, as the \
      end of a login session does, it makes another one, and ends where it cannot. \(telling) says who holds the monitor, and for whom. \(telling) and \(ending) end with status 5 when no jobctl of \
      this user holds the monitor, and with 6 when one still waits for it, or is stopped.
      """,
    ],
    examples: [
      Example("hold -s /run/vm.qmp --background", "hold it, for every jobctl of this user"),
      Example("hold -s /run/vm.qmp --listen /run/user/1000/vm.qmp", "and for other programs"),
      Example("hold -s /run/vm.qmp --stop", "let it go"),
    ],
    files: [
      Term(
        "$XDG_RUNTIME_DIR/jobctl/DEVICE-INODE-TIME",
        """
        The socket on which a held monitor's clients find it, where that folder is the user's; else in \
        /run/user/UID/jobctl or /tmp/jobctl-UID. Who looks for it looks in all three.
        """
      )
    ]
  ) { arguments throws(UsageError) in
    let order = HoldOrder(
      task: try task(arguments),
      path: try arguments(listen),
      idleLimit: try arguments(idleExit)
    )
    if order.task == .check || order.task == .stop, order.path != nil || order.idleLimit != nil {
      throw UsageError("--check and --stop hold nothing and take no other option")
    }
    return .hold(order)
  }

  private static func task(_ arguments: Arguments) throws(UsageError) -> HoldOrder.Task {
    switch (arguments(telling), arguments(ending), arguments(background)) {
    case (false, false, let inBackground): return .serve(inBackground: inBackground)
    case (true, false, false): return .check
    case (false, true, false): return .stop
    default: throw UsageError("only one of --check, --stop and --background is possible")
    }
  }
}
