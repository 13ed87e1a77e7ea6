import TestSupport

/// A message of an honest server, and which one of the conversation's it is.
struct Message: Sendable {
  enum Topic: Hashable, Sendable {
    case greeting
    case negotiation
    case reply(to: String)
    case event(String)
  }

  let topic: Topic
  var value: JSON

  /// As it goes over the wire.
  var bytes: [UInt8] {
    Array("\(value.text)\r\n".utf8)
  }
}

/// Which messages of a conversation something befalls.
enum Moment: Sendable, Hashable {
  case greeting
  case negotiation
  /// Every reply after the negotiation.
  case reply
  case replyTo(String)
  /// Every event.
  case event
  case eventNamed(String)
  /// The message of this number, from 0 on.
  case number(Int)
  case every

  func covers(_ topic: Message.Topic, number: Int) -> Bool {
    switch (self, topic) {
    case (.every, _), (.greeting, .greeting), (.negotiation, .negotiation), (.reply, .reply),
      (.event, .event):
      true
    case (.replyTo(let command), .reply(let other)): command == other
    case (.eventNamed(let name), .event(let other)): name == other
    case (.number(let wanted), _): wanted == number
    case (.greeting, _), (.negotiation, _), (.reply, _), (.event, _), (.replyTo, _),
      (.eventNamed, _):
      false
    }
  }
}
