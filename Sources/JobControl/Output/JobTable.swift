import CommandTable
import Jobs
import POSIX

/// Records in columns for people.
struct JobTable {
  let fields: [JobField]
  let showsHeader: Bool
  let isExact: Bool
  /// The columns of the terminal; nil for as wide as it gets.
  let width: Int?
  let style: Style

  func render(_ records: [JobRecord]) -> String {
    let cells = records.map { record in fields.map { record.text(of: $0, isExact: isExact) } }
    let headers = fields.map(\.header)
    var widths = headers.map { showsHeader ? Self.width($0) : 1 }
    for row in cells {
      for (column, cell) in row.enumerated() {
        widths[column] = max(widths[column], Self.width(cell))
      }
    }
    fit(&widths)
    let header = showsHeader ? [line(headers, widths, status: nil)].map(style.header) : []
    let lines = zip(records, cells).map { record, row in
      line(row, widths, status: record.job.status.known)
    }
    return (header + lines).map { $0 + "\n" }.joined()
  }

  /// Takes columns away from the least important fields until all of it fits.
  private func fit(_ widths: inout [Int]) {
    guard let width else { return }
    let gaps = 2 * max(0, widths.count - 1)
    var excess = widths.reduce(gaps, +) - width
    let order = fields.indices.sorted { fields[$0].importance < fields[$1].importance }
    for column in order where excess > 0 {
      let cut = min(excess, max(0, widths[column] - 4))
      widths[column] -= cut
      excess -= cut
    }
  }

  private func line(_ cells: [String], _ widths: [Int], status: JobStatus?) -> String {
    var line = ""
    for (column, cell) in cells.enumerated() {
      let cut = Self.cut(cell, to: widths[column])
      let gap = String(repeating: " ", count: widths[column] - Self.width(cut))
      let dressed =
        fields[column] == .status ? status.map { style.status(cut, $0) } ?? cut : cut
      let isLast = column == cells.count - 1
      line += column > 0 ? "  " : ""
      line += fields[column].isNumber ? gap + dressed : dressed + (isLast ? "" : gap)
    }
    return line
  }

  private static func width(_ text: String) -> Int {
    text.reduce(0) { $0 + Text.width(of: $1) }
  }

  private static func cut(_ text: String, to limit: Int) -> String {
    guard width(text) > limit else { return text }
    var kept = ""
    var used = 1
    for character in text {
      used += Text.width(of: character)
      guard used <= limit else { break }
      kept.append(character)
    }
    return kept + "…"
  }
}

extension JobField {
  fileprivate var header: String {
    switch self {
    case .currentProgress: "CURRENT"
    case .totalProgress: "TOTAL"
    case .etaSeconds: "ETA"
    case .autoFinalize: "FINALIZE"
    case .autoDismiss: "DISMISS"
    case .id, .type, .status, .percent, .rate, .speed, .device, .ioStatus, .ready, .error:
      rawValue.uppercased()
    }
  }

  fileprivate var isNumber: Bool {
    switch self {
    case .currentProgress, .totalProgress, .percent, .rate, .etaSeconds, .speed: true
    case .id, .type, .status, .device, .ioStatus, .ready, .autoFinalize, .autoDismiss, .error: false
    }
  }

  /// The less important, the earlier it is cut.
  fileprivate var importance: Int {
    switch self {
    case .error: 0
    case .device: 1
    case .autoFinalize, .autoDismiss: 2
    case .ready, .ioStatus: 3
    case .totalProgress, .currentProgress: 4
    case .rate, .speed: 5
    case .type: 6
    case .etaSeconds, .percent: 7
    case .status: 8
    case .id: 9
    }
  }
}
