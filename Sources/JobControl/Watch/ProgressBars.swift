package import Jobs

/// Jobs as bars, a line each.
package struct ProgressBars {
  package init() {}

  /// A job and what its meter says.
  package struct Row {
    let job: Job
    let reading: ProgressReading

    package init(_ job: Job, _ reading: ProgressReading) {
      self.job = job
      self.reading = reading
    }
  }

  /// The lines of a window, all narrower than it, and fewer than its rows; what has no room is
  /// counted.
  package func lines(_ rows: [Row], columns: Int, rows height: Int) -> [String] {
    // The last column stays free, since a terminal may go to the next line there.
    let width = columns - 1
    let room = max(1, height - 1)
    let shown = rows.count > room ? Array(rows.prefix(room - 1)) : rows
    let ids = shown.map { Visible.text($0.job.id).cut(toColumns: max(8, width / 4)) }
    let words = shown.map(words)
    let sides = (ids.widest, words.widest)
    let lines = shown.indices.map { index in
      let id = ids[index].padded(toColumns: sides.0)
      let rest = width - sides.0 - sides.1 - 4
      guard rest >= Self.shortest else { return "\(id)  \(words[index])".cut(toColumns: width) }
      return "\(id)  \(bar(shown[index].job, min(rest, Self.longest)))  \(words[index])"
    }
    let hidden = rows.count - shown.count
    return lines + (hidden > 0 ? ["and \(hidden) more".cut(toColumns: width)] : [])
  }

  private static let shortest = 8
  private static let longest = 40

  /// `[=====>    ]`; empty brackets for a job of which nobody knows how long it is.
  private func bar(_ job: Job, _ width: Int) -> String {
    let inner = width - 2
    let done = job.progress?.permille.map { inner * $0 / 1000 } ?? 0
    let head = 0 < done && done < inner ? ">" : ""
    let body = String(repeating: "=", count: done - head.count) + head
    return "[" + body + String(repeating: " ", count: inner - done) + "]"
  }

  /// ` 42.0%  120.0 MiB/s  1m30s left`, and the status of a job that does not run.
  private func words(_ row: Row) -> String {
    let percent = row.job.progress?.permille.map { "\($0 / 10).\($0 % 10)%" } ?? "-"
    var parts = [String(repeating: " ", count: max(0, 6 - percent.count)) + percent]
    if row.job.status != .known(.running) { parts.append(Visible.text(row.job.status.word)) }
    if let rate = WatchWords.rate(row.reading, of: row.job) {
      parts.append(String(repeating: " ", count: max(0, 11 - rate.count)) + rate)
    }
    if let seconds = row.reading.secondsLeft { parts.append("\(Size.duration(seconds)) left") }
    if let stall = row.reading.stall { parts.append(WatchWords.words(stall)) }
    return parts.joined(separator: "  ")
  }
}

extension [String] {
  /// The columns that the widest takes.
  fileprivate var widest: Int {
    reduce(0) { Swift.max($0, $1.columns) }
  }
}
