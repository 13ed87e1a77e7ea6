import TestSupport
import Testing

/// One way to break a conversation: what befalls which of its messages.
struct Fault: Sendable {
  /// What happens to a message.
  enum Form: Sendable {
    /// These moves take its place.
    case instead([HostileServer.Move])
    /// These moves come before it.
    case before([HostileServer.Move])
    /// These moves come behind it.
    case after([HostileServer.Move])
    /// So many of its bytes go out, and then this happens.
    case cut(after: Int, HostileServer.Move)
    /// It goes out so many times.
    case times(Int)
    /// It goes out in pieces of so many bytes.
    case drip(Int, every: Duration)
    /// It is kept back until the next request has come, and goes out behind the reply to that.
    case late
    /// A member has another value, written as JSON, or is missing.
    case edit([String], String?)
    /// It is an error instead, of a class and with a text, both written as JSON.
    case error(String, String)
    /// Its bytes are changed.
    case bytes(@Sendable ([UInt8]) -> [UInt8])
  }

  let name: String
  let moment: Moment
  let form: Form

  init(_ name: String, _ moment: Moment, _ form: Form) {
    self.name = name
    self.moment = moment
    self.form = form
  }

  /// Over which transport it can happen.
  var transport: FakeMonitor.Transport {
    guard case .cut(_, .reset) = form else { return .unix }
    return .tcp
  }

  /// Whether nothing but patience tells it from a server that is slow.
  var takesPatience: Bool {
    switch form {
    case .cut(_, .close), .cut(_, .reset), .cut(_, .finishSending): false
    // It all arrives, however slow the machine.
    case .drip(_, every: .zero): false
    case .instead, .before, .after, .cut, .times, .drip, .late, .edit, .error, .bytes: true
    }
  }

  /// The statuses that a command may end with whose status is `honest` where nothing is wrong.
  ///
  /// A break in the connection is never taken for anything else; whatever else is said, it is nobody's
  /// mistake on the command line, and no signal's.
  func statuses(honest: Int32) -> Set<Int32> {
    switch form {
    case .cut(_, .close), .cut(_, .finishSending): [honest, 8]
    // It may come before the connection is seen to be there.
    case .cut(_, .reset): [honest, 5, 8]
    case .cut: [honest, 6, 7, 8]
    case .times(2), .drip(_, every: .zero): [honest]
    case .instead, .before, .after, .times, .drip, .late, .edit, .error, .bytes:
      [0, 1, 3, 4, 6, 7, 8, 9, 10, 11]
    }
  }
}

extension Fault: CustomTestStringConvertible {
  var testDescription: String { name }
}
