import JobControl
import Jobs
import QMP
import Testing

@Suite struct EventTallyTests {
  private static let writes = EventTally.ErrorKind(operation: "write", action: "ignore")
  private static let reads = EventTally.ErrorKind(operation: "read", action: "report")

  private static func entry(_ what: WatchEntry.What, at seconds: Int64) -> WatchEntry {
    WatchEntry(
      id: "b",
      what: what,
      job: Job(id: "b", type: .known(.backup), status: .known(.running)),
      timestamp: Event.Timestamp(seconds: seconds, microseconds: 0),
      event: nil
    )
  }

  private static func error(_ kind: EventTally.ErrorKind, at seconds: Int64 = 0) -> WatchEntry {
    entry(.ioErrors(kind, count: 1), at: seconds)
  }

  @Test func `the first error of each kind is to be told, the rest is counted`() {
    var tally = EventTally()
    let first = [Self.writes, Self.writes, Self.reads, Self.writes, Self.reads].map {
      tally.noteError($0, Self.error($0))
    }
    #expect(first == [true, false, true, false, false])
    #expect(
      tally.errorNews(of: "b").map(\.what) == [
        .ioErrors(Self.reads, count: 1), .ioErrors(Self.writes, count: 2),
      ]
    )
    #expect(tally.drainNews(of: "b").isEmpty)
  }

  @Test func `news are of the latest event counted`() throws {
    var tally = EventTally()
    tally.noteDrain(Self.entry(.phantom, at: 1))
    tally.noteDrain(Self.entry(.phantom, at: 3))
    let news = try #require(tally.drainNews(of: "b").first)
    #expect(news.what == .drains(count: 2))
    #expect(news.id == "b" && news.job?.type == .known(.backup))
    #expect(news.timestamp?.seconds == 3 && tally.latest?.seconds == 3)
  }

  @Test func `errors that go on are counted on, without a first one`() {
    var tally = EventTally()
    for kind in [Self.writes, Self.writes, Self.reads] {
      _ = tally.noteError(kind, Self.error(kind))
    }
    var next = tally.next
    let isFirst = [
      next?.noteError(Self.writes, Self.error(Self.writes)),
      next?.noteError(Self.reads, Self.error(Self.reads)),
    ]
    // There was only one read error before, so it is not known to go on.
    #expect(isFirst == [false, true])
    #expect(next?.errorNews(of: "b").map(\.what) == [.ioErrors(Self.writes, count: 1)])
  }

  @Test func `errors that stopped, and drains, leave nothing behind`() {
    var tally = EventTally()
    tally.noteDrain(Self.entry(.phantom, at: 1))
    _ = tally.noteError(Self.writes, Self.error(Self.writes))
    #expect(tally.next == nil)
    #expect(tally.withoutErrors?.errorNews(of: "b").isEmpty == true)
    #expect(tally.withoutErrors?.drains == 1)
    #expect(EventTally().withoutErrors == nil)
  }
}
