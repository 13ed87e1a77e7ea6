/// What the benchmarks found, as a table.
struct Report: CustomStringConvertible {
  struct Row {
    enum Verdict: String {
      case met
      case missed = "MISSED"
      /// A figure without a goal, or one that could not be had.
      case none = "-"
    }

    let name: String
    /// What was measured, with its unit.
    let figure: String
    /// How it compares, and with what; empty when there was nothing to compare it with.
    let ratio: String
    let goal: String
    let verdict: Verdict

    init(_ name: String, figure: String, ratio: String = "", goal: String, isMet: Bool) {
      self.name = name
      self.figure = figure
      self.ratio = ratio
      self.goal = goal
      verdict = isMet ? .met : .missed
    }

    /// A figure without a goal.
    init(_ name: String, figure: String, ratio: String = "") {
      self.name = name
      self.figure = figure
      self.ratio = ratio
      goal = ""
      verdict = .none
    }
  }

  let rows: [Row]

  var meetsItsGoals: Bool {
    rows.allSatisfy { $0.verdict != .missed }
  }

  var description: String {
    let lines =
      [["BENCHMARK", "FIGURE", "RATIO", "GOAL", ""]]
      + rows.map { [$0.name, $0.figure, $0.ratio, $0.goal, $0.verdict.rawValue] }
    let widths = lines[0].indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
    return lines.map { cells in
      zip(cells, widths).map { cell, width in
        cell + String(repeating: " ", count: width - cell.count)
      }.joined(separator: "   ")
    }.joined(separator: "\n")
  }
}
