import CommandTable
import Foundation
import JobControl
import Jobs
import POSIX
import Testing

extension JobReportTests {
  /// Other programs must understand what is printed for them.
  @Suite struct ReadBack {
    private let jobs: [Job]
    private let records: [JobRecord]

    init() throws {
      Text.useUTF8()
      jobs = try ReportedJobs.jobs()
      records = try ReportedJobs.records()
    }

    @Test func `JSON is what another parser reads`() throws {
      let printed = try JSONSerialization.jsonObject(with: Data(report(.json)))
      try compare(try #require(printed as? [[String: Any]]))
    }

    @Test func `JSON lines are objects of their own`() throws {
      let lines = report(.jsonl).split(separator: UInt8(ascii: "\n"))
      try compare(
        try lines.map { line in
          try #require(try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any])
        }
      )
    }

    private func compare(_ printed: [[String: Any]]) throws {
      #expect(printed.count == jobs.count)
      for (object, job) in zip(printed, jobs) {
        for field in OutputOptions(format: .json).fields {
          let printed = object[field.rawValue]
          switch field.value(of: job) {
          case .text(let text): #expect(printed as? String == text)
          case .bytes(let number), .steps(let number), .rate(let number), .limit(let number),
            .seconds(let number):
            #expect((printed as? NSNumber)?.int64Value == number)
          case .permille(let tenths):
            #expect((printed as? NSNumber)?.doubleValue == Double(tenths) / 10)
          case .flag(let flag): #expect(printed as? Bool == flag)
          case nil: #expect(printed == nil)
          }
        }
      }
    }

    @Test func `TSV has as many cells in each line as in its header`() throws {
      let lines = String(decoding: report(.tsv), as: UTF8.self).split(separator: "\n")
      let rows = lines.map { $0.split(separator: "\t", omittingEmptySubsequences: false) }
      #expect(rows.count == records.count + 1)
      #expect(rows[0].map(String.init) == OutputOptions(format: .tsv).fields.map(\.rawValue))
      for (row, job) in zip(rows.dropFirst(), jobs) {
        #expect(row.count == rows[0].count)
        #expect(unescaped(row[0]) == job.id)
        #expect(unescaped(row[1]) == job.type.word)
        #expect(unescaped(try #require(row.last)) == job.error ?? "")
      }
    }

    @Test func `names are one a line`() {
      let lines = String(decoding: report(.name), as: UTF8.self).split(separator: "\n")
      #expect(lines.count == records.count)
      #expect(lines.first == "mirror0")
    }

    @Test(arguments: OutputOptions.Format.allCases)
    func `no format prints what a terminal would obey`(_ format: OutputOptions.Format) {
      for scalar in String(decoding: report(format), as: UTF8.self).unicodeScalars {
        let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
        #expect(!isControl || scalar == "\n" || (scalar == "\t" && format == .tsv))
        let isJSON = format == .json || format == .jsonl
        #expect(isJSON || (scalar != "\u{202E}" && scalar != "\u{2028}"))
      }
    }

    private func report(_ format: OutputOptions.Format) -> [UInt8] {
      JobReport(options: OutputOptions(format: format), style: Style(isColored: false))
        .list(records)
    }

    /// As the page of list says: a backslash stands in front of what cannot stand in a cell.
    private func unescaped(_ cell: Substring) -> String {
      var text = ""
      var rest = cell
      while let character = rest.popFirst() {
        guard character == "\\" else {
          text.append(character)
          continue
        }
        switch rest.popFirst() {
        case "t": text.append("\t")
        case "n": text.append("\n")
        case "r": text.append("\r")
        case "x":
          text.unicodeScalars.append(scalar(rest.prefix(2)))
          rest = rest.dropFirst(2)
        case "u":
          let digits = rest.dropFirst().prefix { $0 != "}" }
          text.unicodeScalars.append(scalar(digits))
          rest = rest.dropFirst(digits.count + 2)
        case let escaped?: text.append(escaped)
        case nil: Issue.record("nothing behind a backslash")
        }
      }
      return text
    }

    private func scalar(_ digits: Substring) -> Unicode.Scalar {
      UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init) ?? "?"
    }
  }
}
