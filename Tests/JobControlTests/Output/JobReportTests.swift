import CommandTable
import JobControl
import Jobs
import POSIX
import QMP
import TestSupport
import Testing

@Suite struct JobReportTests {
  init() {
    Text.useUTF8()
  }

  private static let reports: [(String, OutputOptions, Int?)] = [
    ("table", OutputOptions(), nil),
    ("table-80", OutputOptions(), 80),
    ("table-40", OutputOptions(), 40),
    ("table-20", OutputOptions(), 20),
    ("table-60", OutputOptions(), 60),
    ("table-exact", OutputOptions(isExact: true), nil),
    ("table-no-header", OutputOptions(showsHeader: false), nil),
    ("table-columns", OutputOptions(columns: [.percent, .error, .id, .rate, .etaSeconds]), 60),
    ("wide", OutputOptions(format: .wide), nil),
    ("json", OutputOptions(format: .json), 80),
    ("jsonl", OutputOptions(format: .jsonl), 80),
    ("tsv", OutputOptions(format: .tsv), 80),
    (
      "tsv-columns",
      OutputOptions(
        format: .tsv,
        showsHeader: false,
        columns: [.error, .id, .etaSeconds]
      ), 80
    ),
    ("name", OutputOptions(format: .name), 80),
  ]

  @Test(arguments: reports)
  func `a list in every format`(_ name: String, _ options: OutputOptions, _ width: Int?) throws {
    let report = JobReport(options: options, width: width, style: Style(isColored: false))
    Golden.check(
      text(report.list(try ReportedJobs.records())),
      named: "list-\(name)",
      in: "JobReportTests"
    )
  }

  @Test(arguments: OutputOptions.Format.allCases)
  func `a list of nothing`(_ format: OutputOptions.Format) {
    let report = JobReport(options: OutputOptions(format: format), style: Style(isColored: false))
    let text = text(report.list([]))
    switch format {
    case .table, .wide, .tsv: #expect(text.split(separator: "\n").count == 1)
    case .json: #expect(text == "[]\n")
    case .jsonl, .name: #expect(text.isEmpty)
    }
  }

  @Test func `one long text among many jobs takes room once`() {
    let long = String(repeating: "x", count: 8 << 20)
    let jobs = (0..<10_000).map { index in
      Job(
        id: "j\(index)",
        type: .known(.mirror),
        status: .known(.concluded),
        error: index == 0 ? long : nil
      )
    }
    let report = JobReport(options: OutputOptions(), style: Style(isColored: false))
    #expect(text(report.list(jobs.map { JobRecord($0) })).utf8.count < 16 << 20)
  }

  @Test(arguments: [10, 20, 33, 40, 60, 80, 120, 200])
  func `a table fits its terminal`(_ width: Int) throws {
    for options in [OutputOptions(), OutputOptions(columns: [.error])] {
      let report = JobReport(options: options, width: width, style: Style(isColored: false))
      for line in text(report.list(try ReportedJobs.records())).split(separator: "\n") {
        #expect(line.reduce(0) { $0 + Text.width(of: $1) } <= width)
        #expect(!line.isEmpty && !line.hasSuffix(" "))
      }
    }
  }

  @Test(arguments: [OutputOptions(format: .wide), OutputOptions(columns: [.device, .ready, .id])])
  func `columns that were asked for are there however narrow it is`(
    _ options: OutputOptions
  ) throws {
    let report = JobReport(options: options, width: 20, style: Style(isColored: false))
    let lines = text(report.list(try ReportedJobs.records())).split(separator: "\n")
    #expect(lines[0].split(separator: " ").count == options.fields.count)
    #expect(lines.dropFirst().contains { $0.contains("backup-disk1") })
    // Lines that are broken anyway lose nothing.
    let whole = JobReport(options: options, style: Style(isColored: false))
    #expect(lines == text(whole.list(try ReportedJobs.records())).split(separator: "\n"))
  }

  @Test func `colour dresses the header and the statuses, and changes no column`() throws {
    let options = OutputOptions(columns: [.status, .id])
    let plain = JobReport(options: options, style: Style(isColored: false))
    let colored = JobReport(options: options, style: Style(isColored: true))
    let text = text(colored.list(try ReportedJobs.records()))
    let visible = text.replacing("\u{1B}", with: "ESC")
    Golden.check(visible, named: "list-colored", in: "JobReportTests")
    var stripped = text
    for code in ["1", "31", "32", "33", "36", "0"] {
      stripped = stripped.replacing("\u{1B}[\(code)m", with: "")
    }
    #expect(stripped == self.text(plain.list(try ReportedJobs.records())))
  }

  // MARK: - One job

  private static let sheets: [(String, OutputOptions)] = [
    ("table", OutputOptions()),
    ("table-exact", OutputOptions(isExact: true)),
    ("table-columns", OutputOptions(columns: [.id, .status])),
    ("json", OutputOptions(format: .json)),
    ("jsonl", OutputOptions(format: .jsonl)),
    ("tsv", OutputOptions(format: .tsv)),
    ("name", OutputOptions(format: .name)),
  ]

  @Test(arguments: sheets)
  func `one job in every format`(_ name: String, _ options: OutputOptions) throws {
    let job = try ReportedJobs.block("mirror0", "mirror", "ready", 3 << 30, 4 << 30, 50 << 20)
    Golden.check(sheet(job, options), named: "show-\(name)", in: "JobReportTests")
  }

  @Test func `jobs of every kind on a sheet`() throws {
    let stopped = try ReportedJobs.block(
      "stopped",
      "backup",
      "paused",
      0,
      1 << 20,
      ioStatus: "\u{1B}[31mfailed"
    )
    let jobs = [stopped, ReportedJobs.failed, ReportedJobs.newer, ReportedJobs.hostile]
    Golden.check(
      jobs.map { sheet($0, OutputOptions()) }.joined(separator: "\n"),
      named: "show-others",
      in: "JobReportTests"
    )
  }

  private func sheet(_ job: Job, _ options: OutputOptions) -> String {
    let report = JobReport(options: options, style: Style(isColored: false))
    let effects = VerbEffect.all(on: job, version: QEMUVersion(7, 2, 22))
    return text(report.one(JobRecord(job), effects: effects))
  }

  private func text(_ bytes: [UInt8]) -> String {
    String(decoding: bytes, as: UTF8.self)
  }
}
