import POSIX
import QMP

/// The clients of a server, from the door on: who is admitted, what they say, what they are told.
struct Reception {
  typealias ClientID = ClientTable.ClientID

  /// What there is to be done after a wait.
  struct Visit {
    fileprivate let clients: [(id: ClientID, entry: PollSet.Entry, isRead: Bool)]
    fileprivate let callers: [PollSet.Entry]
  }

  private(set) var listeners: [Listener]
  private let maximumBacklog: Int
  private let accepts: (borrowing Descriptor) -> Bool
  private(set) var clients: [ClientID: ServedClient] = [:]
  /// When to try again, where this process or the system had no room for another client.
  private(set) var due: Instant?
  /// What is read at once: no more, since a byte can have an error of a hundred bytes for an answer.
  private var buffer = [UInt8](repeating: 0, count: 1 << 14)

  /// - Parameters:
  ///   - listeners: Where clients come from, for as long as ``close()`` is not called.
  ///   - maximumBacklog: By how many bytes a client may lag behind.
  ///   - accepts: Whether a caller may be served.
  init(
    _ listeners: [Listener],
    maximumBacklog: Int,
    accepts: @escaping (borrowing Descriptor) -> Bool = { _ in true }
  ) {
    self.listeners = listeners
    self.maximumBacklog = maximumBacklog
    self.accepts = accepts
  }

  /// Where it listens first.
  var path: String {
    listeners.first?.path ?? ""
  }

  var isListening: Bool {
    !listeners.isEmpty
  }

  /// Listens elsewhere from now on.
  mutating func replaceFirst(with listener: Listener) {
    listeners[0] = listener
  }

  /// Admits nobody any more; those who are there stay.
  mutating func close() {
    listeners.forEach { $0.remove() }
    listeners = []
  }

  /// How long nobody is let in, where there was no room and nobody leaves.
  private static let pause = Duration.milliseconds(500)

  // MARK: - Waiting

  /// Has the set wait for callers, where they are let in, and for the clients that are to be read.
  func add(
    to readiness: inout PollSet,
    admitting admits: Bool,
    reading isRead: (ClientID) -> Bool
  ) -> Visit {
    Visit(
      clients: clients.map { id, client in
        let isRead = isRead(id) && !client.hasFinished
        return (id, client.add(to: &readiness, reading: isRead), isRead)
      },
      callers: admits && due.map { $0 <= .now } != false
        ? listeners.map { $0.add(to: &readiness) } : []
    )
  }

  /// Hands out what clients have sent; `gone` are those who have left.
  mutating func read(
    _ visit: Visit,
    _ readiness: PollSet,
    _ body: (Span<UInt8>, ClientID) -> Void
  ) -> [ClientID] {
    var gone: [ClientID] = []
    for (id, entry, isRead) in visit.clients where readiness.isReady(entry) {
      guard let client = clients[id] else { continue }
      // Who is not read is not waited for either, unless it has gone.
      guard isRead, let count = client.receive(into: &buffer) else {
        client.hasFinished = true
        if !isRead || client.isUpToDate { gone.append(id) }
        continue
      }
      // A name of its own, so that the compiler sees two variables in use and not self twice.
      let received = buffer
      body(received.span.extracting(first: count), id)
    }
    return gone
  }

  /// Lets callers in, whom `name` gives an id; nil turns them away.
  mutating func admit(
    _ visit: Visit,
    _ readiness: PollSet,
    _ name: () -> ClientID?
  ) throws(SystemError) {
    if !visit.callers.isEmpty { due = nil }
    for (listener, entry) in zip(listeners, visit.callers) where readiness.isReady(entry) {
      do throws(SystemError) {
        guard let caller = try listener.accept() else { continue }
        guard accepts(caller), let id = name() else { continue }
        clients[id] = ServedClient(caller, maximumBacklog: maximumBacklog)
      } catch {
        guard error.isOutOfResources else { throw error }
        due = Instant.now.advanced(by: Self.pause)
      }
    }
  }

  /// Serves somebody who did not have to call.
  mutating func take(_ client: consuming Descriptor, as id: ClientID) {
    clients[id] = ServedClient(client, maximumBacklog: maximumBacklog)
  }

  // MARK: - Telling

  /// Sends what there is for each client; the answer are those who have gone or lag too far behind.
  func deliver(_ output: (ClientID) -> [UInt8]) -> [ClientID] {
    clients.compactMap { id, client in
      let isThere = client.send(output(id)) && !(client.hasFinished && client.isUpToDate)
      return isThere ? nil : id
    }
  }

  mutating func drop(_ id: ClientID) {
    clients[id] = nil
    due = nil
  }

  /// Closes every connection; what clients have sent and nobody will read is read before, since they
  /// would see a reset and no end of file otherwise.
  mutating func dismiss() {
    for client in clients.values {
      // More than a socket keeps; who goes on writing is not waited for.
      for _ in 0..<64 {
        guard let count = client.receive(into: &buffer), count > 0 else { break }
      }
    }
    clients = [:]
    due = nil
  }
}
