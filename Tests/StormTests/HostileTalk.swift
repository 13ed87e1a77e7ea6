import TestSupport

/// An honest server's conversation with a fault in it.
struct HostileTalk: HostileConversation {
  private let fault: Fault?
  /// Is told each message as an honest server would have sent it.
  private let note: @Sendable (Message) -> Void
  private var server = HonestServer()
  private var count = 0
  private var late: [HostileServer.Move] = []

  init(_ fault: Fault?, note: @escaping @Sendable (Message) -> Void = { _ in }) {
    self.fault = fault
    self.note = note
  }

  mutating func begin() -> [HostileServer.Move] {
    moves(for: Message(topic: .greeting, value: HonestServer.greeting), id: nil)
  }

  mutating func answer(_ request: FakeMonitor.Request) -> [HostileServer.Move] {
    let owed = late
    late = []
    return server.answer(request).flatMap { moves(for: $0, id: request.id) } + owed
  }

  private mutating func moves(for message: Message, id: JSON?) -> [HostileServer.Move] {
    defer { count += 1 }
    note(message)
    guard let fault, fault.moment.covers(message.topic, number: count) else {
      return [.send(message.bytes)]
    }
    let whole = HostileServer.Move.send(message.bytes)
    switch fault.form {
    case .instead(let moves): return moves.map { Self.addressed($0, id) }
    case .before(let moves): return moves.map { Self.addressed($0, id) } + [whole]
    case .after(let moves): return [whole] + moves.map { Self.addressed($0, id) }
    case .cut(let length, let move): return [.send(Array(message.bytes.prefix(length))), move]
    case .times(let times): return Array(repeating: whole, count: times)
    case .drip(let length, let pause):
      return [.drip(message.bytes, count: length, every: pause)]
    case .late:
      late.append(whole)
      return []
    case .edit(let path, let literal):
      return [.send(message.value.editing(path[...], literal))]
    case .error(let errorClass, let text):
      let error = "{\"error\": {\"class\": \(errorClass), \"desc\": \(text)}, \"id\": $id}\r\n"
      return [Self.addressed(.send(error), id)]
    case .bytes(let change): return [.send(change(message.bytes))]
    }
  }

  /// The move with the id of the request where `$id` stands.
  private static func addressed(_ move: HostileServer.Move, _ id: JSON?) -> HostileServer.Move {
    guard case .send(var bytes) = move, let range = bytes.firstRange(of: Array("$id".utf8)) else {
      return move
    }
    bytes.replaceSubrange(range, with: (id ?? nil).text.utf8)
    return .send(bytes)
  }
}

extension JSON {
  /// What stands for a value that only text can say.
  private static let marker = "\u{10FFFD}"

  /// The text of this message with another value where `path` leads, or none; `*` is every element.
  fileprivate func editing(_ path: ArraySlice<String>, _ literal: String?) -> [UInt8] {
    let text = marked(path, literal == nil).text
    return Array(text.replacing("\"\(Self.marker)\"", with: literal ?? "").utf8)
      + Array("\r\n".utf8)
  }

  private func marked(_ path: ArraySlice<String>, _ isRemoval: Bool) -> JSON {
    guard let name = path.first else { return .string(Self.marker) }
    let rest = path.dropFirst()
    switch self {
    case .array(let elements) where name == "*":
      return .array(elements.map { $0.marked(rest, isRemoval) })
    case .object(var members):
      if rest.isEmpty, isRemoval {
        members[name] = nil
      } else {
        members[name] = (members[name] ?? nil).marked(rest, isRemoval)
      }
      return .object(members)
    case .array, .null, .bool, .integer, .number, .string:
      return self
    }
  }
}
