extension CommandSpec {
  static let show = CommandSpec(
    name: "show",
    group: .look,
    summary: "show one job and what can be done with it",
    operands: [Operand("ID", completion: .job(acceptedBy: nil))],
    options: OutputOptions.specs,
    discussion: [
      """
      Prints everything known about the job, the verbs that it accepts now, and what each would do. \
      With \(OutputOptions.output) other than \(literal: "table") it prints the record as \
      \(command: "list") does, in JSON as a single object. It takes no pattern: \(command: "list") does.
      """
    ],
    examples: [
      Example("show mirror0", "all about one job"),
      Example(
        "show mirror0 -o tsv --no-header --columns status,percent",
        "two fields for a script"
      ),
    ]
  ) { arguments throws(UsageError) in
    .show(
      ShowOrder(id: arguments.operands[0], output: try OutputOptions(arguments))
    )
  }
}
