import CommandTable
import Jobs
import POSIX
import QMP

/// The connection of a shell: lent to its commands, kept up in between, and made anew when it is
/// lost.
final class ShellConnection {
  enum State {
    /// Nobody has tried yet.
    case untried
    case open(since: Event.Timestamp)
    /// It could not be made, and is not tried again by itself.
    case failed(Failure)
    /// It broke; tried again at an instant, or never for a descriptor that was inherited.
    case lost(Failure, next: Instant?)
  }

  /// Whether a command that finds no connection makes one.
  private let connectsOnDemand: Bool
  private let environment: Environment
  /// What the shell itself was started with.
  private let options: GlobalOptions
  private let signals: [Int32]
  weak var observer: (any ShellConnectionObserver)?

  private(set) var address: ServerAddress?
  private(set) var state = State.untried
  private var server: JobServer<Connection>?
  /// One that greets and negotiates in the background.
  private var opening: Connection?
  private var backoff = Backoff()
  private var questions = ShellQuestions()
  /// More has arrived than was taken in at once.
  private var hasMore = false

  init(
    environment: Environment,
    options: GlobalOptions,
    signals: [Int32],
    connectsOnDemand: Bool
  ) {
    self.environment = environment
    self.writeTrace = environment.writeError
    self.options = options
    self.signals = signals
    self.connectsOnDemand = connectsOnDemand
  }

  var version: QEMUVersion? {
    server?.version
  }

  var greeting: Greeting? {
    server?.channel.greeting
  }

  /// The commands of the server; nil while it has not told them.
  var offeredCommands: Set<String>? {
    server?.offered
  }

  /// Where the traffic is shown to somebody who debugs.
  var writeTrace: (String) -> Void

  private func trace(_ options: GlobalOptions) -> Trace? {
    options.isDebugging ? Trace(write: writeTrace) : nil
  }

  // MARK: - Making it

  /// Connects, in the time that the options allow; what there was before is given up, unless it is
  /// open to another server and this one cannot be had.
  func connect(to address: ServerAddress) throws(Failure) {
    if self.address != address, case .open = state {
      let connection = try dialing(address).open(observer)
      drop()
      self.address = address
      backoff = Backoff()
      return take(connection)
    }
    drop()
    self.address = address
    backoff = Backoff()
    do throws(Failure) {
      take(try dialing(address).open(observer))
    } catch {
      state = .failed(error)
      throw error
    }
  }

  private func dialing(_ address: ServerAddress) -> Dialing {
    Dialing(
      address: address,
      options: options,
      trace: trace(options),
      signals: signals,
      sharing: options.sharing(for: true)
    )
  }

  private func drop() {
    server = nil
    opening = nil
    questions = ShellQuestions()
    hasMore = false
  }

  private func take(_ connection: consuming Connection) {
    let server = JobServer(connection)
    self.server = consume server
    state = .open(since: environment.time())
    if observer != nil { questions.begin() }
  }

  private func lose(_ failure: Failure, isTold: Bool) {
    drop()
    state = .lost(failure, next: nextAttempt)
    observer?.connectionIsLost(failure, isTold: isTold)
  }

  /// A descriptor is gone when it has been closed.
  private var nextAttempt: Instant? {
    if case .descriptor = address { return nil }
    guard !connectsOnDemand else { return nil }
    return Instant.now.advanced(by: backoff.pause())
  }

  // MARK: - Lending it

  /// Lends it to a command with its options, for as long as `body` takes.
  func lend<Result>(
    _ options: GlobalOptions,
    _ body: (inout JobServer<Connection>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    if connectsOnDemand, server == nil {
      try connect(to: try Context(environment: environment, globals: self.options).address())
    }
    guard var server = server.take() else { throw disconnection }
    do throws(Failure) {
      try settle(&server)
      server.channel.prepare(options, trace: trace(options))
      let result = try body(&server)
      takeBack(server)
      return result
    } catch {
      if server.channel.isOpen {
        takeBack(server)
      } else {
        lose(error, isTold: true)
      }
      throw error
    }
  }

  private func takeBack(_ server: consuming JobServer<Connection>) {
    // An answer that was outstanding when the command was given up is dropped.
    questions.abandon()
    server.watching = nil
    server.channel.prepare(options, trace: trace(options))
    self.server = consume server
  }

  /// Why a command finds no connection.
  private var disconnection: Failure {
    switch state {
    case .failed(let failure), .lost(let failure, _): .disconnected(after: failure)
    case .untried, .open:
      .usage(UsageError("no server given: 'reconnect ADDRESS' connects to one"))
    }
  }

  // MARK: - Keeping it up

  /// Has the set wait for it.
  func watch(with readiness: inout PollSet) {
    opening?.watch(with: &readiness)
    server?.channel.watch(with: &readiness)
  }

  /// When it wants to be kept up, be there something to read or not; nil for never.
  var due: Instant? {
    if hasMore || (questions.isReady && server != nil) { return .now }
    if let deadline = opening?.deadline ?? server?.channel.deadline { return deadline }
    guard opening == nil, case .lost(_, let next) = state else { return nil }
    return next
  }

  /// Takes in what has arrived, without waiting; makes it anew when it is time to.
  func keepUp() {
    if let connection = opening.take() { goOn(opening: connection) }
    if let server = server.take() { receive(server) }
    if opening == nil, case .lost(let failure, let next?) = state, next <= .now {
      reconnect(after: failure)
    }
  }

  /// So many arrivals are taken in at once; typing comes between.
  private static let batch = 1000

  private func receive(_ borrowed: consuming JobServer<Connection>) {
    var server = borrowed
    do throws(Failure) {
      _ = try server.channel.exchange()
      var count = 0
      while count < Self.batch, let arrival = try server.channel.nextArrival(before: .now) {
        count += 1
        guard case .reply(let reply) = arrival else { continue }
        questions.learn(reply, &server, observer)
        // Now it is of use; one that is lost before that does not begin the pauses anew.
        backoff = Backoff()
      }
      hasMore = count == Self.batch
      questions.askNext(&server, observer)
      self.server = consume server
    } catch {
      lose(error, isTold: false)
    }
  }

  /// Tries it again; the look-up of a name and the way to another host get no more time than nobody
  /// notices.
  private func reconnect(after failure: Failure) {
    guard let address else { return }
    do throws(Failure) {
      opening = try dialing(address).begin(timeout: .milliseconds(100))
    } catch {
      state = .lost(failure, next: nextAttempt)
    }
  }

  private func goOn(opening borrowed: consuming Connection) {
    var connection = borrowed
    do throws(Failure) {
      if try connection.exchange() {
        connection.observer = observer
        take(connection)
        observer?.connectionIsBack()
      } else {
        opening = consume connection
      }
    } catch {
      guard case .lost(let failure, _) = state else { return }
      state = .lost(failure, next: nextAttempt)
    }
  }

  // MARK: - Asking meanwhile

  /// Whether the jobs are asked for just now.
  var isAsking: Bool {
    questions.includeJobs
  }

  /// Asks for the jobs, unless that has been asked already.
  func refresh() {
    if server != nil { questions.addJobs() }
  }

  /// Waits for the answers that are outstanding: there is one request at a time.
  private func settle(_ server: inout JobServer<Connection>) throws(Failure) {
    questions.askNext(&server, observer)
    while questions.areOutstanding {
      if case .reply(let reply) = try server.channel.nextArrival(before: nil) {
        questions.learn(reply, &server, observer)
        questions.askNext(&server, observer)
      }
    }
  }
}
