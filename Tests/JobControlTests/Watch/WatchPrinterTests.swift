import CommandTable
import JobControl
import Jobs
import POSIX
import QMP
import TestSupport
import Testing

@Suite struct WatchPrinterTests {
  private static func printer(
    _ format: WatchOrder.Format = .text,
    _ timestamps: WatchOrder.Timestamps = .utc,
    isColored: Bool = false
  ) -> WatchPrinter {
    WatchPrinter(
      format: format,
      timestamps: timestamps,
      start: WatchedEntries.start,
      isColored: isColored
    )
  }

  private static func page(of printer: WatchPrinter) throws -> String {
    let lines = try WatchedEntries.all().map(printer.line)
    return ([printer.header].compactMap(\.self) + lines).map { $0 + "\n" }.joined()
  }

  @Test(arguments: WatchOrder.Format.allCases, [WatchOrder.Timestamps.utc, .relative, .none])
  func `every kind of entry in every format`(
    _ format: WatchOrder.Format,
    _ timestamps: WatchOrder.Timestamps
  ) throws {
    let page = try Self.page(of: Self.printer(format, timestamps))
    Golden.check(page, named: "\(format.rawValue)-\(timestamps.rawValue)", in: "WatchPrinterTests")
  }

  @Test func `statuses are coloured on a terminal`() throws {
    let page = try Self.page(of: Self.printer(isColored: true))
    Golden.check(page, named: "text-colored", in: "WatchPrinterTests")
  }

  @Test(arguments: WatchOrder.Format.allCases, WatchOrder.Timestamps.allCases)
  func `an entry is one line, whatever the server says`(
    _ format: WatchOrder.Format,
    _ timestamps: WatchOrder.Timestamps
  ) throws {
    let printer = Self.printer(format, timestamps)
    let controls = try WatchedEntries.all().map(printer.line).map { line in
      line.unicodeScalars.filter { $0.value < 32 && $0 != "\t" || $0.value == 127 }.count
    }
    #expect(controls.allSatisfy { $0 == 0 })
  }

  @Test func `tsv has the same number of fields in every line`() throws {
    let printer = Self.printer(.tsv)
    let counts = try ([printer.header ?? ""] + WatchedEntries.all().map(printer.line)).map {
      $0.split(separator: "\t", omittingEmptySubsequences: false).count
    }
    #expect(Set(counts) == [14])
  }

  @Test func `jsonl keeps the event's own members, and adds what it means`() throws {
    let printer = Self.printer(.jsonl, .none)
    for entry in try WatchedEntries.all() {
      let object = try #require(try JSONParser.parse(Array(printer.line(entry).utf8).span).object)
      #expect(object["event"]?.string == entry.event?.name)
      #expect(object["data"]?.object == entry.event?.data)
      #expect(object["kind"]?.string == entry.what.news.rawValue)
    }
  }

  @Test func `local time is the time of day here`() throws {
    let entry = try WatchedEntries.all()[3]
    let time = try #require(entry.timestamp)
    let line = Self.printer(.text, .local).line(entry)
    #expect(line.hasPrefix(WallClock.timeOfDay(time.seconds, time.microseconds) + "  new0 "))
  }

  @Test(arguments: [
    (-5, 0, "+0.000"), (0, 0, "+0.000"), (0, 999, "+0.000"), (0, 1000, "+0.001"),
    (59, 999_999, "+59.999"), (864_000, 5000, "+864000.005"), (300_000_000_000, 0, "-"),
    (-1_700_000_001, -1, "-"), (5, 1_000_000, "-"), (5, -1, "-"), (.max, 0, "-"), (.min, .max, "-"),
  ])
  func `a server's clock may be anywhere`(
    _ seconds: Int64,
    _ microseconds: Int64,
    _ text: String
  ) throws {
    let (sum, overflows) = seconds.addingReportingOverflow(WatchedEntries.start.seconds)
    let entry = WatchEntry(
      id: "j",
      what: .phantom,
      job: nil,
      timestamp: Event.Timestamp(seconds: overflows ? seconds : sum, microseconds: microseconds),
      event: nil
    )
    let padding = String(repeating: " ", count: max(0, 9 - text.count))
    #expect(Self.printer(.text, .relative).line(entry).hasPrefix("\(padding)\(text)  j"))
    let isKnown = text != "-"
    for timestamps in [WatchOrder.Timestamps.local, .utc] {
      let line = Self.printer(.text, timestamps).line(entry)
      #expect(line.hasPrefix("-  ") != isKnown)
    }
  }
}
