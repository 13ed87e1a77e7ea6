import CommandTable
import Jobs
import Testing

@Suite struct OutputOptionsTests {
  @Test func `without options it is a table with its header`() throws {
    #expect(try output("") == OutputOptions())
    #expect(
      OutputOptions().fields
        == [.id, .type, .status, .percent, .currentProgress, .totalProgress, .speed, .error]
    )
  }

  @Test func `every option is taken over`() throws {
    #expect(
      try output("-o tsv --no-header --columns error,id --exact")
        == OutputOptions(
          format: .tsv,
          showsHeader: false,
          columns: [.error, .id],
          isExact: true
        )
    )
  }

  @Test(arguments: OutputOptions.Format.allCases)
  func `a format has its fields, and measures nothing unasked`(_ format: OutputOptions.Format) {
    let fields = OutputOptions(format: format).fields
    #expect(!fields.contains { $0.isMeasured })
    switch format {
    case .table: #expect(fields.count < JobField.allCases.count - 2)
    case .wide, .json, .jsonl, .tsv: #expect(fields.count == JobField.allCases.count - 2)
    case .name: #expect(fields == [.id])
    }
  }

  @Test(arguments: OutputOptions.Format.allCases)
  func `columns choose and order, but ids are ids`(_ format: OutputOptions.Format) {
    let columns: [JobField] = [.rate, .id, .error]
    let fields = OutputOptions(format: format, columns: columns).fields
    #expect(fields == (format == .name ? [.id] : columns))
  }

  private func output(_ options: String) throws -> OutputOptions {
    guard case .list(let order) = try CommandLine("list \(options)").parse().action else {
      throw UnexpectedAction()
    }
    return order.output
  }
}
