import Foundation
import TestSupport

/// A real shell with jobctl's completion loaded.
enum CompletingShell: String, CaseIterable {
  case bash
  case zsh
  case fish

  /// A word that the shell offers, and what it shows beside it.
  struct Candidate: Hashable {
    let word: String
    /// Empty where the shell, or its driver, tells none.
    let summary: String
  }

  /// How the shell runs without anybody's start-up files.
  private var arguments: [String] {
    switch self {
    case .bash: ["--norc"]
    case .zsh: ["-f"]
    case .fish: ["--no-config"]
    }
  }

  /// What the shell offers at the end of each line; in no order.
  ///
  /// `jobctl` is the built one unless `path` has another in front.
  func complete(
    _ lines: [String],
    at server: String? = nil,
    path: String? = nil
  ) throws -> [Set<Candidate>] {
    let home = try TemporaryDirectory()
    let script = try home.write(try Jobctl.run("completion", rawValue).output, to: "script")
    var environment = [
      "HOME": home.path, "XDG_CONFIG_HOME": home.path, "XDG_DATA_HOME": home.path,
      "PATH": [path, BuiltProducts.directory, ProcessInfo.processInfo.environment["PATH"]]
        .compactMap(\.self).joined(separator: ":"),
    ]
    environment["JOBCTL_SOCKET"] = server
    let result = try CommandRun.run(
      rawValue,
      arguments + [Self.driver(rawValue), script] + lines,
      environment: environment,
      directory: home.path
    )
    guard result.status == 0, result.error.isEmpty else {
      throw SupportFailure.toolFailed(command: rawValue, said: result.description)
    }
    var found = [Set<Candidate>](repeating: [], count: lines.count)
    for line in result.lines {
      let fields = line.split(separator: "\t", maxSplits: 2).map(String.init)
      guard fields.count > 1, let number = Int(fields[0]), found.indices.contains(number) else {
        throw SupportFailure.malformed("a driver's line: \(line)")
      }
      let summary = fields.count > 2 ? fields[2] : ""
      // Blanks behind a word are the shell's way to end it.
      let word = fields[1].trimmingCharacters(in: .whitespaces)
      found[number].insert(Candidate(word: word, summary: summary))
    }
    return found
  }

  private static func driver(_ name: String) -> String {
    let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return tests.appending(path: "Shells/complete.\(name)").path()
  }
}
