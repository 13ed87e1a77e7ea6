import Jobs

extension CommandSpec {
  static let completion = CommandSpec(
    name: "completion",
    group: .other,
    summary: "print a shell's completion script",
    operands: [Operand("SHELL", completion: .choices(Shell.allCases.map(\.choice)))],
    discussion: [
      """
      Packages and \(literal: "make install") put the scripts where the shells look for them. Without those, put a line \
      into the shell's start-up file: for bash \(literal: "eval \"$(jobctl completion bash)\""), for zsh the same with \
      zsh (behind compinit), for fish \(literal: "jobctl completion fish | source").
      """,
      """
      Commands, options and their values are in the script; ids of jobs are asked of the server that \
      \(literal: "--socket") or JOBCTL_SOCKET names, for at most 300 ms, and only those are offered that accept the \
      verb now.
      """,
    ],
    examples: [
      Example("completion bash", "the script for bash")
    ]
  ) { arguments throws(UsageError) in
    let word = arguments.operands[0]
    do throws(ValueError) {
      return .completion(try Shell.choose(word, from: Shell.allCases))
    } catch {
      throw arguments.problem("'\(error.word)' \(error.reason)")
    }
  }

  /// What the scripts call.
  ///
  /// It prints words that fit, each with a tab and a summary behind it.
  static let completeWords = CommandSpec(
    name: "__complete",
    group: .other,
    isHidden: true,
    summary: "complete the last of some words, for the scripts",
    operands: [Operand("WORD", .any, mayBeEmpty: true)]
  ) { arguments throws(UsageError) in
    .complete(CompleteOrder(words: arguments.operands))
  }
}
