import JobControl
import Jobs
import Testing

@Suite struct SortOrderTests {
  @Test(arguments: [
    ["", "a", "b"], ["job1", "job2", "job10"], ["job", "job0", "job1"], ["a1b2", "a1b10", "a2b1"],
    ["1", "2", "10", "a"], ["job01", "job1", "job02", "job2"], ["B", "a"], ["a-1", "a-2", "b-1"],
    ["x99999999999999999999998", "x99999999999999999999999", "x100000000000000000000000"],
    ["0", "00a", "1"], ["é", "空"],
  ])
  func `digits count as numbers`(_ sorted: [String]) {
    for (index, word) in sorted.enumerated() {
      for (other, right) in sorted.enumerated() {
        #expect(SortOrder.precedes(word, right) == (index < other), "\(word) and \(right)")
      }
    }
  }

  @Test(
    arguments: [
      [.text("job2"), .text("job10"), nil],
      [.bytes(-1), .bytes(0), .bytes(.max), nil],
      [.steps(0), .bytes(1), .steps(2)],
      // No limit is the highest one.
      [.limit(1), .limit(1 << 30), .limit(0), nil],
      [.permille(0), .permille(999), .permille(1000), nil],
      [.flag(false), .flag(true), nil],
      [.seconds(1), .seconds(2)],
      [.rate(0), .rate(1), nil],
    ] as [[JobField.Value?]]
  )
  func `values are in their own order, and what is not known comes last`(
    _ sorted: [JobField.Value?]
  ) {
    for (index, value) in sorted.enumerated() {
      for (other, right) in sorted.enumerated() {
        #expect(SortOrder.precedes(value, right) == (index < other))
      }
    }
  }
}
