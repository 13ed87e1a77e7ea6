/// What the benchmarks found, as a table.
struct Report: CustomStringConvertible {
  struct Row {
    let name: String
    /// What was measured, with its unit.
    let figure: String
    /// How it compares, and with what; empty when there was nothing to compare it with.
    let ratio: String
    let goal: String
    let meetsGoal: Bool
  }

  let rows: [Row]

  var meetsItsGoals: Bool {
    rows.allSatisfy(\.meetsGoal)
  }

  var description: String {
    let lines =
      [["BENCHMARK", "FIGURE", "RATIO", "GOAL", ""]]
      + rows.map { [$0.name, $0.figure, $0.ratio, $0.goal, $0.meetsGoal ? "met" : "MISSED"] }
    let widths = lines[0].indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
    return lines.map { cells in
      zip(cells, widths).map { cell, width in
        cell + String(repeating: " ", count: width - cell.count)
      }.joined(separator: "   ")
    }.joined(separator: "\n")
  }
}
