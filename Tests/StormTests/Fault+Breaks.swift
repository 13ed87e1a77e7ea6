import TestSupport

/// The connection ends, stands still, or comes in strange pieces.
extension Fault {
  static let breaks = ends + stalls + paces

  private static let phases: [(String, Moment)] = [
    ("the greeting", .greeting), ("the negotiation's reply", .negotiation), ("a reply", .reply),
    ("the first event", .eventNamed("BLOCK_JOB_ERROR")), ("an event", .event),
  ]

  private static let ends: [Fault] = phases.flatMap { phase, moment in
    [
      Fault("the end before \(phase)", moment, .cut(after: 0, .close)),
      Fault("the end within \(phase)", moment, .cut(after: 20, .close)),
      Fault("the end behind \(phase)", moment, .cut(after: .max, .close)),
      Fault("a reset before \(phase)", moment, .cut(after: 0, .reset)),
      Fault("a reset within \(phase)", moment, .cut(after: 20, .reset)),
      Fault("a reset behind \(phase)", moment, .cut(after: .max, .reset)),
      Fault("half closed before \(phase)", moment, .cut(after: 0, .finishSending)),
      Fault("half closed within \(phase)", moment, .cut(after: 20, .finishSending)),
    ]
  }

  private static let stalls: [Fault] = phases.flatMap { phase, moment in
    [
      Fault("silence before \(phase)", moment, .cut(after: 0, .stall)),
      Fault("silence within \(phase)", moment, .cut(after: 20, .stall)),
      Fault("silence behind \(phase)", moment, .cut(after: .max, .stall)),
      Fault("deaf before \(phase)", moment, .cut(after: 0, .stallWithoutReading)),
      Fault("deaf within \(phase)", moment, .cut(after: 20, .stallWithoutReading)),
    ]
  }

  private static let paces: [Fault] = [
    Fault("a byte at a time", .every, .drip(1, every: .zero)),
    Fault("three bytes at a time", .every, .drip(3, every: .zero)),
    Fault("a byte at a time, with pauses", .every, .drip(1, every: .milliseconds(5))),
    Fault("every message twice", .every, .times(2)),
    Fault("every message fifty times", .every, .times(50)),
    Fault("the greeting twice", .greeting, .times(2)),
    Fault("every reply twice", .reply, .times(2)),
    Fault("every event twice", .event, .times(2)),
    Fault("every event a thousand times", .event, .times(1000)),
    Fault("every reply one too late", .reply, .late),
    Fault("every event one request late", .event, .late),
    Fault("the negotiation's reply late", .negotiation, .late),
    Fault("no line ends", .every, .bytes { Array($0.dropLast(2)) }),
    Fault("CR for line ends", .every, .bytes { $0.dropLast(2) + [0x0D] }),
    Fault("a hundred line ends", .every, .bytes { $0 + Array("\r\n".utf8).cycled(100) }),
    Fault("spread over lines", .every, .bytes { $0.spread }),
  ]

  /// What takes longer than anybody waits in an ordinary run.
  static let slow: [Fault] = phases.prefix(3).map { phase, moment in
    Fault("a byte a second in \(phase)", moment, .drip(1, every: .seconds(1)))
  }
}

extension [UInt8] {
  /// So many of these bytes, one after the other.
  func cycled(_ times: Int) -> [UInt8] {
    Array(repeatElement(self, count: times).joined())
  }

  /// A line end behind every comma and colon of a text without any in its strings.
  fileprivate var spread: [UInt8] {
    flatMap { [UInt8(ascii: ","), UInt8(ascii: ":")].contains($0) ? [$0, 0x0A, 0x09] : [$0] }
  }
}
