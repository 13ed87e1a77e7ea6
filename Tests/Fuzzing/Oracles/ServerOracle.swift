import QMP

/// However the bytes of a client come, each request has its one answer, and the same one.
enum ServerOracle {
  private static let versions = [QEMUVersion(5, 2), QEMUVersion(10, 0), QEMUVersion(11, 0)]

  static func check(_ input: [UInt8]) throws(Finding) {
    let stream = CutStream(input)
    let version = versions[stream.variant % 3]
    let limits = limits(isSmall: stream.variant > 0x7F)
    let whole = try answers([stream.bytes[...]], version, limits)
    for pieces in stream.deliveries {
      let answers = try answers(pieces, version, limits)
      try Finding.unless(
        answers == whole,
        "in pieces \(text(answers)), as a whole \(text(whole))"
      )
    }
    try compareWithParser(stream.bytes, version)
  }

  private static func limits(isSmall: Bool) -> RequestReader.Limits {
    var limits = RequestReader.Limits()
    guard isSmall else { return limits }
    limits.bytes = 64
    limits.tokens = 32
    limits.depth = 4
    return limits
  }

  /// The replies to a stream whose every command succeeds.
  private static func answers(
    _ pieces: [ArraySlice<UInt8>],
    _ version: QEMUVersion,
    _ limits: RequestReader.Limits
  ) throws(Finding) -> [[UInt8]] {
    let greeting = Greeting(version: version, capabilities: ["oob"])
    var session = ServerSession(greeting: greeting, limits: limits)
    var reader = RequestReader(for: version, limits: limits)
    var answers: [[UInt8]] = []
    for piece in pieces {
      let inputs = reader.receive(piece.span)
      let actions = session.receive(piece.span)
      try Finding.unless(
        inputs.count == actions.count,
        "\(actions.count) answers to \(inputs.count) requests"
      )
      for (input, action) in zip(inputs, actions) {
        switch action {
        case .send(let bytes):
          try check(bytes, answers: input)
          answers.append(bytes)
        case .execute(let command):
          let failure = ServerError(.other(command.name), command.name)
          try check(session.reply(to: command, with: .failure(failure)), answers: input)
          let arguments = JSONValue.object(command.arguments)
          let bytes = session.reply(to: command, with: .success(arguments))
          try check(bytes, answers: input)
          answers.append(bytes)
        }
      }
    }
    return answers
  }

  /// One line of ASCII: a reply, with the id of what it replies to.
  private static func check(
    _ reply: [UInt8],
    answers input: RequestReader.Input
  ) throws(Finding) {
    try Finding.unless(
      reply.suffix(2) == [0x0D, 0x0A]
        && reply.dropLast(2).allSatisfy { (0x20...0x7E).contains($0) },
      "\(text([reply])) is not a line of ASCII"
    )
    var request: JSONValue?
    if case .value(let value) = input { request = value }
    // QEMU, too, writes infinities, which are not JSON.
    if request?.hasInfinity == true { return }
    guard let message = (try? JSONParser.parse(reply.span))?.object else {
      throw Finding("\(text([reply])) is not JSON")
    }
    let error = message["error"]?.object
    let isReply = error?["class"]?.string != nil && error?["desc"]?.string != nil
    try Finding.unless(
      isReply != (message["return"] != nil),
      "\(text([reply])) is not a reply"
    )
    let id = request?.object?["id"]
    try Finding.unless(
      message["id"].map(JSONWriter.monitorText) == id.map(JSONWriter.monitorText),
      "\(text([reply])) has not the id \(id as Any)"
    )
  }

  /// Where both ways of reading JSON accept a text, they read the same value.
  private static func compareWithParser(
    _ bytes: [UInt8],
    _ version: QEMUVersion
  ) throws(Finding) {
    var reader = RequestReader(for: version)
    guard let value = try? JSONParser.parse(bytes.span),
      case .value(let other)? = reader.receive(bytes.span).first
    else { return }
    try Finding.unless(value == other, "a client's \(other) is \(value) elsewhere")
  }

  private static func text(_ messages: [[UInt8]]) -> String {
    "\(messages.map { String(decoding: $0, as: UTF8.self) })"
  }
}

extension JSONWriter {
  fileprivate static func monitorText(_ value: JSONValue) -> [UInt8] {
    monitorMessage(value, isPretty: false)
  }
}

extension JSONValue {
  fileprivate var hasInfinity: Bool {
    switch self {
    case .null, .bool, .integer, .unsigned, .string: false
    case .number(let number): !number.isFinite
    case .array(let elements): elements.contains(where: \.hasInfinity)
    case .object(let object): object.members.contains(where: \.value.hasInfinity)
    }
  }
}
