import Foundation

// swift run -c release Benchmarks

do {
  let report = Report(rows: try JobEventDecoding.rows() + WatchThroughput.rows())
  print(report)
  exit(report.meetsItsGoals ? EXIT_SUCCESS : EXIT_FAILURE)
} catch {
  print(error)
  exit(EXIT_FAILURE)
}
