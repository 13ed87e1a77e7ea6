package import CommandTable
package import Jobs
import QMP

/// Jobs in any of the output formats, as the bytes for standard output.
package struct JobReport {
  let options: OutputOptions
  let width: Int?
  let style: Style

  /// `width` is that of the terminal; nil for as wide as it gets.
  package init(options: OutputOptions, width: Int? = nil, style: Style) {
    self.options = options
    self.width = width
    self.style = style
  }

  package func list(_ records: [JobRecord]) -> [UInt8] {
    report.list(records.map(values))
  }

  /// One job; `effects` are the verbs that it accepts.
  package func one(_ record: JobRecord, effects: [VerbEffect]) -> [UInt8] {
    switch options.format {
    case .table where options.columns == nil: Array(sheet(record, effects).utf8)
    case .json: JSONWriter.indented(.object(report.object(values(record)))) + [0x0A]
    case .table, .wide, .jsonl, .tsv, .name: list([record])
    }
  }

  private func values(_ record: JobRecord) -> [JobField.Value?] {
    options.fields.map(record.value)
  }

  private var report: ValueReport {
    ValueReport(
      format: options.format,
      columns: options.fields.map(\.column),
      showsHeader: options.showsHeader,
      isExact: options.isExact,
      width: width,
      mayDrop: options.format == .table && options.columns == nil,
      style: style
    )
  }

  // MARK: - The sheet

  private func sheet(_ record: JobRecord, _ effects: [VerbEffect]) -> String {
    let rows = JobField.allCases.filter { !$0.isMeasured }.compactMap { field in
      record.value(of: field).map { _ in (field.rawValue, describe(field, record)) }
    }
    return rows.map(line).joined() + "\n" + verbs(record.job, effects)
  }

  private func verbs(_ job: Job, _ effects: [VerbEffect]) -> String {
    guard job.status.known != nil else {
      return "Which verbs it accepts is not known: its status is that of a newer server.\n"
    }
    guard !effects.isEmpty else { return "It accepts no verb now.\n" }
    let lines = effects.map { "  " + line($0.verb.rawValue, Visible.text($0.sentence)) }
    return "Verbs that it accepts now:\n" + lines.joined()
  }

  private func describe(_ field: JobField, _ record: JobRecord) -> String {
    let text = ValueReport.text(record.value(of: field), isExact: options.isExact)
    switch field {
    case .type: return text + (record.job.type.known.map { ": \($0.summary)" } ?? "")
    case .status:
      guard let status = record.job.status.known else { return text }
      return "\(style.status(text, status)): \(status.summary)"
    case .id, .currentProgress, .totalProgress, .percent, .rate, .etaSeconds, .speed, .device,
      .ioStatus, .ready, .autoFinalize, .autoDismiss, .error:
      return text
    }
  }

  private func line(_ name: String, _ text: String) -> String {
    name + String(repeating: " ", count: max(1, 18 - name.count)) + text + "\n"
  }
}
