package import Jobs

/// How jobs are printed.
package struct OutputOptions: Hashable, Sendable {
  package enum Format: String, CaseIterable, Choosable {
    case table
    case wide
    case json
    case jsonl
    case tsv
    case name

    package var summary: String {
      switch self {
      case .table: "columns for people, the most important fields"
      case .wide: "columns for people, every field"
      case .json: "one JSON array"
      case .jsonl: "one JSON object a line"
      case .tsv: "fields separated by tabs; \\t, \\n and \\\\ stand for such characters"
      case .name: "ids only, one a line"
      }
    }
  }

  package let format: Format
  package let showsHeader: Bool
  /// The fields asked for by name; nil for the format's own.
  package let columns: [JobField]?
  /// Sizes as plain numbers in tables too.
  package let isExact: Bool

  package init(
    format: Format = .table,
    showsHeader: Bool = true,
    columns: [JobField]? = nil,
    isExact: Bool = false
  ) {
    self.format = format
    self.showsHeader = showsHeader
    self.columns = columns
    self.isExact = isExact
  }

  /// The fields to print, in order.
  package var fields: [JobField] {
    if let columns, format != .name { return columns }
    return switch format {
    case .table:
      [.id, .type, .status, .percent, .currentProgress, .totalProgress, .speed, .error]
    case .wide, .json, .jsonl, .tsv: JobField.allCases.filter { !$0.isMeasured }
    case .name: [.id]
    }
  }
}

extension OutputOptions {
  static let output = Option<Format>(
    "output",
    "o",
    value: "FORMAT",
    of: Format.allCases,
    help: "How to print: table, wide, json, jsonl, tsv or name (table)."
  )
  static let noHeader = Switch("no-header", help: "Leave out the line of column names.")
  static let columns = Option<[JobField]>(
    "columns",
    value: "FIELD,...",
    anyOf: JobField.allCases,
    help: "Which fields, in this order; rate and eta-seconds take a second or more to measure."
  )
  static let exact = Switch("exact", help: "Sizes as plain numbers in tables too.")

  static let specs = [output.spec, columns.spec, noHeader.spec, exact.spec]

  init(_ arguments: Arguments) throws(UsageError) {
    self.init(
      format: try arguments(Self.output) ?? .table,
      showsHeader: !arguments(Self.noHeader),
      columns: try arguments(Self.columns),
      isExact: arguments(Self.exact)
    )
  }
}
