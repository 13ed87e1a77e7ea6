import Jobs

extension CommandSpec {
  private static let onlyCheck = Switch(
    "check",
    help: "Write nothing; tell which files are not what they should be, with status 1."
  )

  /// For those who work on jobctl itself.
  static let generate = CommandSpec(
    name: "generate",
    group: .other,
    isHidden: true,
    summary: "write the completion scripts and manual pages",
    operands: [Operand("FOLDER", .optional, completion: .file)],
    options: [onlyCheck.spec],
    discussion: [
      """
      Writes the folders \(literal: "completions") and \(literal: "man") of the source tree (the current folder), as \
      the command table says, and removes what else is in them.
      """
    ],
    examples: [Example("generate --check", "see whether the files are up to date")]
  ) { arguments throws(UsageError) in
    .generate(
      GenerateOrder(folder: arguments.operands.first ?? ".", onlyChecks: arguments(onlyCheck))
    )
  }
}
