import QMP

/// What a client does that asks for something whenever it may, up to the end of the stream.
struct ClientConversation {
  /// A line an action; the last one tells how it ended.
  private(set) var transcript: [String] = []
  /// The messages that were reported as they came.
  private(set) var traced: [[UInt8]] = []
  private var session: ClientSession

  init(over pieces: [ArraySlice<UInt8>], isTracing: Bool, limit: Int) throws(Finding) {
    session = ClientSession(
      idPrefix: "f",
      deadline: Instant(nanoseconds: 1),
      isTracing: isTracing,
      messageLimit: limit
    )
    for piece in pieces {
      session.receive(piece.span)
      try perform()
    }
    guard !session.isClosed else { return }
    transcript.append("end: \(session.endOfFile())")
    session.receive([UInt8]("{}".utf8).span)
    try perform()
  }

  private mutating func perform() throws(Finding) {
    while let action = session.next() {
      switch action {
      case .send(let bytes): transcript.append("send \(String(decoding: bytes, as: UTF8.self))")
      case .ready(let greeting):
        transcript.append("ready \(greeting.version) \(greeting.package) \(greeting.capabilities)")
        ask()
      case .reply(.success(let value)):
        transcript.append("reply \(String(decoding: JSONWriter.compact(value), as: UTF8.self))")
        ask()
      case .reply(.failure(let error)):
        transcript.append("reply \(error)")
        ask()
      case .event(let event): transcript.append(Self.text(of: event))
      case .received(let message): traced.append(message)
      case .fail(.notQMP): transcript.append("not QMP")
      case .fail(let failure): transcript.append("fail \(failure)")
      }
    }
    try Finding.unless(
      (session.deadline == nil) == (session.isReady || session.isClosed),
      "the deadline is \(session.deadline as Any) after \(transcript)"
    )
    if session.isClosed {
      try Finding.unless(session.next() == nil, "an action behind the end of \(transcript)")
    }
  }

  /// Every third request is abandoned at once, and its reply is for nobody.
  private mutating func ask() {
    guard session.isReady else { return }
    let deadline = Instant(nanoseconds: 2)
    let bytes = session.send(Request("query-jobs"), deadline: deadline)
    transcript.append("ask \(String(decoding: bytes, as: UTF8.self))")
    guard transcript.count.isMultiple(of: 3) else { return }
    session.abandonRequest()
    _ = session.send(Request("query-block-jobs"), deadline: deadline)
  }

  private static func text(of event: Event) -> String {
    let data = String(decoding: JSONWriter.compact(.object(event.data)), as: UTF8.self)
    let time = event.timestamp.map { "\($0.seconds) \($0.microseconds)" } ?? ""
    return "event \(event.name) \(data) \(time) \(event.isNamed("STOP"))"
  }
}
