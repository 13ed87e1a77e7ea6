/// A server that does as it is told, for what no real QEMU does when a test wants it.
///
/// It serves one client at a time, as QEMU does, on a unix socket in a directory of its own or on a port of
/// 127.0.0.1. It stops, and lets go of every connection, with the last reference.
package final class FakeMonitor: Sendable {
  /// Where it listens.
  package enum Transport: Sendable {
    case unix, tcp
  }

  /// What has happened so far.
  package struct Log: Sendable, Hashable {
    /// The requests of each connection, in order.
    package var connections: [[String]] = []
    /// How many connections are over.
    package var ended = 0

    /// The requests of all connections.
    package var received: [String] {
      connections.flatMap { $0 }
    }
  }

  /// How jobctl's `--socket` names it: a path, or tcp:127.0.0.1:PORT.
  package let address: String
  private let directory: TemporaryDirectory
  private let watchedLog: Watched<Log>
  private let gateOpener: OwnedDescriptor
  private let mailbox: Watched<[Response]>
  private let thread: ServerThread

  /// Runs the same script for every client.
  package convenience init(
    _ script: [Step],
    over transport: Transport = .unix
  ) throws(SupportFailure) {
    try self.init(over: transport) { _ in .script(script) }
  }

  /// Runs one script for each client, in order.
  ///
  /// When the last script is over, the listening socket is closed and further clients are refused.
  package convenience init(
    inOrder scripts: [[Step]],
    over transport: Transport = .unix
  ) throws(SupportFailure) {
    try self.init(over: transport) { index in
      index < scripts.count ? .script(scripts[index]) : nil
    }
  }

  /// Greets every client, negotiates, and then has each request answered by a function.
  package convenience init(
    greeting: JSON = Step.greeting(),
    over transport: Transport = .unix,
    answering respond: @escaping @Sendable (Request) -> [Response]
  ) throws(SupportFailure) {
    try self.init(over: transport) { _ in .conversation(greeting: greeting, respond) }
  }

  private init(
    over transport: Transport,
    role: @escaping @Sendable (_ client: Int) -> Role?
  ) throws(SupportFailure) {
    let directory = try TemporaryDirectory()
    let listener =
      switch transport {
      case .unix: try Listener(unix: directory.path("fake.qmp"))
      case .tcp: try Listener()
      }
    let log = Watched(Log())
    let (gate, gateOpener) = try OwnedDescriptor.pipe()
    try gate.makeNonBlocking()
    let mailbox = Watched<[Response]>([])
    self.directory = directory
    self.mailbox = mailbox
    self.gateOpener = gateOpener
    address = listener.address
    watchedLog = log
    thread = try Self.serve(listener, gate, mailbox, log, role)
  }

  /// The requests of all connections so far, as they came.
  package var received: [String] {
    watchedLog.current.received
  }

  /// The names of the commands in them.
  package var receivedCommands: [String] {
    received.map { Request($0).command }
  }

  package var log: Log {
    watchedLog.current
  }

  /// Lets the script go on behind one `waitForTest`, the present or the next one.
  package func proceed() {
    _ = try? gateOpener.writeAvailable([0])
  }

  /// Has a server that answers by a function say something unasked, to its present client.
  package func say(_ words: Response...) {
    say(words)
  }

  /// The same, of several things together.
  package func say(_ words: [Response]) {
    mailbox.update { $0 += words }
    proceed()
  }

  /// Waits until what has happened satisfies the predicate.
  package func wait(
    timeout: Duration = .patience,
    until predicate: (Log) -> Bool
  ) throws(SupportFailure) {
    guard watchedLog.wait(timeout: timeout, until: predicate) else {
      throw .timedOut(waitingFor: "the fake monitor's log", seen: "\(watchedLog.current)")
    }
  }
}
