import CommandTable
import Jobs
import Testing

@Suite struct WatchCommandTests {
  @Test func `without options it tells of every job, for ever, to people`() throws {
    let order = try watch("watch")
    #expect(order.selection == JobSelection(names: [], selectsAll: true))
    #expect(order.format == .text && order.timestamps == .local)
    #expect(order.showsHeader && order.showsSnapshot && !order.showsEverything)
    #expect(order.news.isEmpty && order.until.isEmpty)
    #expect(order.count == nil && order.limit == .forever)
  }

  @Test func `every option is taken over`() throws {
    let order = try watch(
      """
      watch m* -o jsonl --timestamps utc --type mirror --status ready --event status,error --event \
      drain --until ready,null --count 5 -t 1h --no-header --no-snapshot --all-events
      """
    )
    #expect(order.selection == JobSelection(names: ["m*"], types: [.mirror], statuses: [.ready]))
    #expect(order.format == .jsonl && order.timestamps == .utc)
    #expect(!order.showsHeader && !order.showsSnapshot && order.showsEverything)
    #expect(order.news == [.status, .error, .drain])
    #expect(order.until == [.ready, .null])
    #expect(order.count == 5 && order.limit == .atMost(.seconds(3600)))
  }

  @Test(arguments: [
    ("watch --count 0", "--count: '0' is not a whole number from 1 on"),
    ("watch --count 1.5", "--count: '1.5' is not a whole number from 1 on"),
    (
      "watch --count 99999999999999999999",
      "--count: '99999999999999999999' is not a whole number from 1 on"
    ),
    ("watch -o table", "--output: 'table' is not one of text, jsonl, tsv"),
    ("watch --timestamps iso", "--timestamps: 'iso' is not one of local, utc, relative, none"),
    (
      "watch --event drains",
      """
      --event: 'drains' is not one of snapshot, status, error, drain, phantom, companion, progress, stall, missed
      """
    ),
  ])
  func `a bad value is answered with the good ones`(_ line: String, _ complaint: String) {
    #expect(CommandLine(line).complaint == "\(complaint) (see 'jobctl help watch')")
  }

  private func watch(_ line: String) throws -> WatchOrder {
    guard case .watch(let order) = try CommandLine(line).parse().action else {
      throw UnexpectedAction()
    }
    return order
  }
}
