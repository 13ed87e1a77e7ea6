/// The client's end of a QMP conversation, without a descriptor or a clock.
///
/// Bytes go in with ``receive(_:)``; ``next()`` is then asked until it answers nil, and says what
/// to do. Nothing is sent before the greeting, because the bytes of a client that QEMU has queued
/// are executed when its turn comes, long after it may have given up; and one request at a time
/// after it, because some proxies never answer requests that arrive together.
///
/// A reply counts only when its id is that of the request outstanding: the reply to a command whose
/// client has left is delivered to the next one. Errors without an id are what a server says of a
/// request that it could not parse; they answer the request outstanding. With none outstanding they
/// are dropped, and while negotiating too: no server fails to parse `qmp_capabilities`.
package struct ClientSession {
  private enum State: Hashable {
    case awaitingGreeting
    case negotiating(Greeting, id: String)
    case ready(Outstanding?)
    case closed
  }

  private struct Outstanding: Hashable {
    let id: String
    let command: String
  }

  package enum Action: Sendable {
    /// Write these bytes.
    case send([UInt8])
    /// The conversation is open; events flow from here on.
    case ready(Greeting)
    /// The answer to the request that was sent last.
    case reply(Reply)
    case event(Event)
    /// A whole message, before the action that it causes; only while tracing.
    case received([UInt8])
    /// The conversation is over.
    case fail(SessionFailure)
  }

  /// When what is awaited is given up; nil when nothing is awaited.
  package private(set) var deadline: Instant?

  /// Whether ``Action/received(_:)`` is given for each message.
  package var isTracing: Bool
  private let idPrefix: String
  private var requestCount = 0
  private var state = State.awaitingGreeting
  private var splitter: MessageSplitter
  /// The message just read, until it has been reported.
  private var trace: [UInt8]?
  /// The action that waits behind the report of its message.
  private var held: Action?

  /// Starts awaiting the greeting.
  ///
  /// - Parameters:
  ///   - idPrefix: What request ids begin with, random, so that no other client has the same.
  ///   - deadline: When greeting and negotiation together are given up.
  ///   - isTracing: Whether to report each message as it came.
  ///   - messageLimit: The largest message accepted, in bytes.
  package init(
    idPrefix: String,
    deadline: Instant,
    isTracing: Bool = false,
    messageLimit: Int = MessageSplitter.maximumLength
  ) {
    self.idPrefix = idPrefix
    self.deadline = deadline
    self.isTracing = isTracing
    self.splitter = MessageSplitter(limit: messageLimit)
  }

  /// Whether a request may be sent now.
  package var isReady: Bool {
    state == .ready(nil)
  }

  // MARK: - Inputs

  package mutating func receive(_ bytes: Span<UInt8>) {
    guard !isClosed else { return }
    splitter.append(bytes)
  }

  /// What to do next, or nil when the session needs more bytes.
  package mutating func next() -> Action? {
    if let action = held.take() { return action }
    while !isClosed {
      if let failure = strayText() { return fail(failure) }
      let action: Action?
      do {
        guard let message = try nextMessage() else { return nil }
        action = self.action(for: message)
      } catch {
        action = fail(error)
      }
      if let trace = trace.take() {
        held = action
        return .received(trace)
      }
      if let action { return action }
    }
    return nil
  }

  /// The bytes of `request`, which becomes the one outstanding; only when ``isReady``.
  package mutating func send(_ request: Request, deadline: Instant) -> [UInt8] {
    precondition(isReady, "one request at a time, after negotiation")
    let id = nextID()
    state = .ready(Outstanding(id: id, command: request.command))
    self.deadline = deadline
    return request.encoded(id: id)
  }

  /// Awaits no reply any more: it is dropped when it comes, and another request may be sent before.
  package mutating func abandonRequest() {
    guard case .ready = state else { return }
    state = .ready(nil)
    deadline = nil
  }

  /// Drops what has arrived and nobody has seen, because somebody else goes on from there.
  package mutating func dropUnread() {
    splitter = MessageSplitter(limit: splitter.limit)
  }

  /// The peer closed the connection.
  package mutating func endOfFile() -> SessionFailure {
    close(.closed(phase, midMessage: splitter.isInsideMessage))
  }

  /// Gives up when the deadline has passed at `now`.
  package mutating func expire(at now: Instant) -> SessionFailure? {
    guard let deadline, deadline <= now else { return nil }
    return close(.timedOut(phase, started: splitter.isInsideMessage))
  }

  // MARK: - Messages

  /// Text where the greeting should be is no QMP; said at once, since its end may never come.
  private func strayText() -> SessionFailure? {
    guard case .awaitingGreeting = state else { return nil }
    let pending = splitter.pending(atMost: 256)
    guard let first = pending.first, first != UInt8(ascii: "{") else { return nil }
    return .notQMP(excerpt: pending)
  }

  /// The next message; nil when more bytes are needed.
  @inline(always)
  private mutating func nextMessage() throws(SessionFailure) -> ServerMessage? {
    if !isTracing,
      let message = splitter.nextWhole({ bytes, offset in
        try? ServerMessage.read(bytes, &offset)
      })
    {
      return message
    }
    return try nextMessageInPieces()
  }

  /// The next message, once its end has been found; here everything wrong with it is said.
  private mutating func nextMessageInPieces() throws(SessionFailure) -> ServerMessage? {
    let next: [UInt8]?
    do {
      next = try splitter.next()
    } catch {
      throw .tooLong
    }
    guard let bytes = next else { return nil }
    if isTracing { trace = bytes }
    return try Self.message(bytes)
  }

  private static func message(_ bytes: [UInt8]) throws(SessionFailure) -> ServerMessage {
    let message: ServerMessage?
    var offset = 0
    do {
      message = try ServerMessage.read(bytes, &offset)
    } catch {
      let excerpt = bytes.dropFirst(max(0, error.offset - 32)).prefix(64)
      throw .malformed(error, excerpt: Array(excerpt))
    }
    guard let message else { throw .unknownMessage(excerpt: Array(bytes.prefix(256))) }
    return message
  }

  private mutating func action(for message: consuming ServerMessage) -> Action? {
    switch consume message {
    case .event(let event):
      guard case .ready = state else { return nil }
      return .event(event)
    case .greeting(let greeting):
      guard case .awaitingGreeting = state else { return nil }
      let id = nextID()
      state = .negotiating(greeting, id: id)
      return .send(Request("qmp_capabilities").encoded(id: id))
    case .success(let id, let value):
      return action(for: .success(value), to: id)
    case .failure(let id, let error):
      return action(for: .failure(error), to: id)
    }
  }

  private mutating func action(
    for result: Reply,
    to id: JSONValue?
  ) -> Action? {
    switch (state, result) {
    case (.negotiating(let greeting, let awaited), .success) where id == .string(awaited):
      state = .ready(nil)
      deadline = nil
      return .ready(greeting)
    case (.negotiating(_, let awaited), .failure(let error)) where id == .string(awaited):
      return fail(.negotiationRefused(error))
    case (.ready(let outstanding?), _) where id == .string(outstanding.id):
      return reply(result)
    case (.ready(.some), .failure) where id == nil:
      return reply(result)
    case (.awaitingGreeting, _), (.negotiating, _), (.ready, _), (.closed, _):
      return nil
    }
  }

  private mutating func reply(_ result: Reply) -> Action {
    state = .ready(nil)
    deadline = nil
    return .reply(result)
  }

  private mutating func nextID() -> String {
    requestCount += 1
    return "\(idPrefix)-\(requestCount)"
  }

  // MARK: - The end

  /// Whether the conversation is over.
  package var isClosed: Bool {
    if case .closed = state { true } else { false }
  }

  private var phase: SessionFailure.Phase {
    switch state {
    case .awaitingGreeting: .greeting
    case .negotiating: .negotiation
    case .ready(let outstanding?): .reply(command: outstanding.command)
    case .ready(nil), .closed: .idle
    }
  }

  private mutating func fail(_ failure: SessionFailure) -> Action {
    .fail(close(failure))
  }

  private mutating func close(_ failure: SessionFailure) -> SessionFailure {
    state = .closed
    deadline = nil
    return failure
  }
}
