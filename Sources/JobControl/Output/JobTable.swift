import CommandTable
import Jobs

/// Records in columns for people.
struct JobTable {
  let fields: [JobField]
  let showsHeader: Bool
  let isExact: Bool
  /// The columns of the terminal; nil for as wide as it gets.
  let width: Int?
  /// Whether columns may be left out where there is no room for them.
  let mayDrop: Bool
  let style: Style

  func render(_ records: [JobRecord]) -> String {
    let cells = records.map { record in fields.map { record.text(of: $0, isExact: isExact) } }
    let headers = fields.map(\.header)
    var widths = headers.map { showsHeader ? $0.columns : 1 }
    for row in cells {
      for (column, cell) in row.enumerated() {
        widths[column] = max(widths[column], cell.columns)
      }
    }
    let shown = fit(&widths)
    let header = showsHeader ? [line(headers, widths, shown, status: nil)].map(style.header) : []
    let lines = zip(records, cells).map { record, row in
      line(row, widths, shown, status: record.job.status.known)
    }
    return (header + lines).map { $0 + "\n" }.joined()
  }

  /// Makes the columns fit the terminal, and tells which of them are left.
  ///
  /// Only free text is cut, since half a number or half a word of QEMU's is another one. Where that
  /// is not enough, columns may go, the least important first; what tells a row from the others
  /// stays.
  private func fit(_ widths: inout [Int]) -> [Int] {
    guard let width else { return Array(fields.indices) }
    let natural = widths
    let order = fields.indices.sorted {
      (fields[$0].importance, $0) < (fields[$1].importance, $1)
    }
    var shown = Set(order)
    var slack = width - widths.reduce(2 * (widths.count - 1), +)
    for column in order where slack < 0 && fields[column].isFreeText {
      let floor = max(Self.minimum, showsHeader ? fields[column].header.columns : 0)
      slack += Self.narrow(&widths[column], by: -slack, downTo: floor)
    }
    guard mayDrop else { return shown.sorted() }
    for column in order.dropLast() where slack < 0 && !fields[column].isKey {
      shown.remove(column)
      slack += widths[column] + 2
    }
    for column in order where slack < 0 && shown.contains(column) {
      slack += Self.narrow(&widths[column], by: -slack, downTo: Self.minimum)
    }
    // A column that went may have left more room than was wanted.
    for column in order.reversed() where slack > 0 && shown.contains(column) {
      let given = min(slack, natural[column] - widths[column])
      widths[column] += given
      slack -= given
    }
    return shown.sorted()
  }

  /// Below this a cell tells nothing.
  private static let minimum = 4

  /// How much narrower the column became.
  private static func narrow(_ width: inout Int, by excess: Int, downTo floor: Int) -> Int {
    let cut = min(excess, max(0, width - floor))
    width -= cut
    return cut
  }

  private func line(
    _ cells: [String],
    _ widths: [Int],
    _ shown: [Int],
    status: JobStatus?
  ) -> String {
    var line = ""
    for column in shown {
      let cut = cells[column].cut(toColumns: widths[column])
      let gap = String(repeating: " ", count: widths[column] - cut.columns)
      let dressed =
        fields[column] == .status ? status.map { style.status(cut, $0) } ?? cut : cut
      line += column == shown.first ? "" : "  "
      line += fields[column].isNumber ? gap + dressed : dressed + (column == shown.last ? "" : gap)
    }
    return line
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

  /// Whether a row without it would not tell enough.
  fileprivate var isKey: Bool {
    self == .id || self == .status
  }

  /// Whether it holds text of any length that no row is known by.
  fileprivate var isFreeText: Bool {
    self == .device || self == .error
  }

  /// The less important, the earlier it gives way.
  fileprivate var importance: Int {
    switch self {
    case .currentProgress: 0
    case .device: 1
    case .autoFinalize, .autoDismiss: 2
    case .ready: 3
    case .totalProgress: 4
    case .ioStatus: 5
    case .rate, .speed: 6
    case .error: 7
    case .type: 8
    case .etaSeconds, .percent: 9
    case .status: 10
    case .id: 11
    }
  }
}
