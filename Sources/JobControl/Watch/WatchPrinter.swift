package import CommandTable
import Jobs
package import QMP

/// Entries as lines, in any of the formats of `watch`.
package struct WatchPrinter {
  private let format: WatchOrder.Format
  private let clock: WatchClock
  private let words: WatchWords

  /// `start` is when the watch began, for relative times.
  package init(
    format: WatchOrder.Format,
    timestamps: WatchOrder.Timestamps,
    start: Event.Timestamp,
    isColored: Bool
  ) {
    self.format = format
    self.clock = WatchClock(timestamps: timestamps, start: start)
    self.words = WatchWords(clock: clock, style: Style(isColored: isColored))
  }

  /// The line of column names, where the format has one.
  package var header: String? {
    format == .tsv ? WatchFields.columns.joined(separator: "\t") : nil
  }

  /// One line, without its end.
  package func line(_ entry: WatchEntry) -> String {
    switch format {
    case .text: text(entry)
    case .jsonl: String(decoding: JSONWriter.compact(.object(object(entry))), as: UTF8.self)
    case .tsv: tsv(entry)
    }
  }

  private func text(_ entry: WatchEntry) -> String {
    let type = entry.job?.type.word ?? ""
    var line = ""
    line.reserveCapacity(96)
    if let time = clock.column(entry.timestamp) { line += time + "  " }
    line += (entry.id.isEmpty ? "-" : Visible.text(entry.id)).padded(toColumns: 10)
    line += "  "
    line += Visible.text(type.isEmpty ? "-" : type).padded(toColumns: 7)
    line += "  "
    line += words.text(entry)
    return line
  }

  private func object(_ entry: WatchEntry) -> JSONObject {
    var object: JSONObject = [:]
    if let event = entry.event {
      object["event"] = .string(event.name)
      object["data"] = .object(event.data)
    }
    if let time = entry.timestamp {
      object["timestamp"] = [
        "seconds": .integer(time.seconds), "microseconds": .integer(time.microseconds),
      ]
    }
    for (name, value) in WatchFields.fields(entry) { object[name] = value }
    return object
  }

  private func tsv(_ entry: WatchEntry) -> String {
    let fields = Dictionary(WatchFields.fields(entry)) { first, _ in first }
    return WatchFields.columns.map { column in
      switch fields[column] {
      case .string(let text): ValueReport.tsv(text)
      case .integer(let number): String(number)
      case .number(let number): "\(number)"
      case nil where column == "time": clock.text(entry.timestamp) ?? ""
      case .bool, .unsigned, .null, .array, .object, nil: ""
      }
    }.joined(separator: "\t")
  }
}
