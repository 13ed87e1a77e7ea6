import Foundation
import Glibc
import TestSupport

/// What is wrong with how a command ended.
extension StormRun {
  func problems(of result: CommandResult) -> [String] {
    var problems: [String] = []
    if let signal = result.signal { problems.append("ended by signal \(signal)") }
    if !statuses.contains(result.status) { problems.append("ended with status \(result.status)") }
    problems += textProblems(of: result)
    if result.status != 0, !saysNothing(result), !result.error.contains("jobctl: ") {
      problems.append("failed without a word")
    }
    if !isJSON(result) { problems.append("standard output is not JSON") }
    return problems
  }

  /// What is wrong with how it ended who held the monitor for the command, and was told to let go.
  func problemsOfHolder(_ result: CommandResult) -> [String] {
    let isTold =
      result.signal == SIGTERM || (result.signal == nil && [0, 7, 8].contains(result.status))
    return ((isTold ? [] : ["ended with status \(result.status)"]) + textProblems(of: result)).map {
      "the holder \($0)\n\(result)"
    }
  }

  private func textProblems(of result: CommandResult) -> [String] {
    var problems: [String] = []
    for (name, bytes) in [("output", result.outputBytes), ("error", result.errorBytes)] {
      problems += Self.problems(of: bytes, isTerminal).map { "standard \(name) has \($0)" }
    }
    if let line = result.error.split(separator: "\n").first(where: { !isMessage($0) }) {
      problems.append("standard error has a line that is no message: \(line)")
    }
    return problems
  }

  private var statuses: Set<Int32> {
    // Somebody is typing, or looking at many: whatever is wrong with one server is no failure.
    if ["__complete", "sockets"].contains(command.words[0]) { return [0] }
    return fault?.statuses(honest: command.honest) ?? [command.honest]
  }

  private var isTerminal: Bool {
    if case .terminal = command.setting { true } else { false }
  }

  /// Whether the status is all there is to say.
  private func saysNothing(_ result: CommandResult) -> Bool {
    isTerminal || (command.words[0] == "is" && result.status == 4)
      || (command.words[0] == "watch" && result.status == 7)
  }

  /// What stands on standard error: sentences, what belongs to them, and the traffic.
  private func isMessage(_ line: Substring) -> Bool {
    line.hasPrefix("jobctl: ") || line.hasPrefix("  ")
      || (command.words.contains("--debug") && line.contains(#/^[0-9:.]+ (->|<-) /#))
  }

  private func isJSON(_ result: CommandResult) -> Bool {
    let words = Set(command.words)
    if words.contains("json") || (command.words[0] == "qmp" && !words.contains("-c")) {
      return result.output.isEmpty || Self.isJSON(result.output[...])
    }
    guard words.contains("jsonl") || command.words[0] == "qmp" else { return true }
    return result.lines.allSatisfy(Self.isJSON)
  }

  private static func isJSON(_ text: Substring) -> Bool {
    // Foundation's own parser has a limit of 512 levels.
    let depth = text.utf8.prefix { $0 != UInt8(ascii: "]") }.count { $0 == UInt8(ascii: "[") }
    return depth > 500
      || (try? JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed))
        != nil
  }

  // MARK: - Characters

  /// What no terminal may be given; a terminal's own sequences are the shell's.
  private static func problems(of bytes: [UInt8], _ isTerminal: Bool) -> [String] {
    guard let text = String(validating: bytes, as: UTF8.self) else { return ["what is not UTF-8"] }
    var problems: [String] = []
    if text.contains("\nINJECTED") { problems.append("a line of the server's making") }
    if text.contains("\u{1B}]") || text.contains("\u{1B}[2J") {
      problems.append("the server's escape sequence")
    }
    let bad = text.unicodeScalars.first { scalar in
      switch scalar.properties.generalCategory {
      case .control: scalar.value >= 0x7F || (!isTerminal && scalar != "\n" && scalar != "\t")
      case .format, .lineSeparator, .paragraphSeparator: true
      default: false
      }
    }
    if let bad { problems.append("U+\(String(bad.value, radix: 16))") }
    return problems
  }
}
