import Foundation

// make bench

do {
  let words = CommandLine.arguments
  guard words.count == 5 else {
    throw Failure(reason: "usage: Benchmarks TOOLS CONTENDERS LIBRARY JOBCTL (see 'make bench')")
  }
  let tools = try Tools(folder: words[1], sources: words[2], library: words[3], jobctl: words[4])
  let report = Report(
    rows: try OneShots(tools: tools).rows() + JobEventDecoding.rows(tools)
      + WatchThroughput(tools: tools).rows() + Sharing(tools: tools).rows()
      + ManyJobs(tools: tools).rows() + Footprint(tools: tools).rows()
  )
  print(report)
  exit(report.meetsItsGoals ? EXIT_SUCCESS : EXIT_FAILURE)
} catch {
  print(error)
  exit(EXIT_FAILURE)
}
