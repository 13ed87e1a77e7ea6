import Jobs

extension CommandSpec {
  private static let sort = Option<JobField>(
    "sort",
    value: "FIELD",
    of: JobField.allCases.filter { !$0.isMeasured },
    help: "Sort by this field (id)."
  )
  private static let reverse = Switch("reverse", "r", help: "Sort the other way round.")

  static let list = CommandSpec(
    name: "list",
    aliases: ["ls"],
    group: .look,
    summary: "list jobs, one row each",
    operands: [Operand("ID|GLOB", .any, completion: .job(acceptedBy: nil))],
    options: [SelectionOptions.type.spec, SelectionOptions.status.spec, sort.spec, reverse.spec]
      + OutputOptions.specs,
    discussion: [
      """
      Without operands every job is listed. A pattern that matches nothing is no error; an id that does not \
      exist is, with exit status 3, after the others have been printed.
      """,
      """
      What is not known is \(literal: "-") in tables, absent in JSON and empty in tsv. A table that does not \
      fit its terminal leaves out the least important columns, but none with \(literal: "-o wide") or \
      \(OutputOptions.columns); elsewhere it is whole.
      """,
      """
      \(literal: "rate") and \(literal: "eta-seconds") are measured when \(OutputOptions.columns) \
      names them, by looking twice, one second apart; up to three where a speed limit has let nothing \
      through by then. Under such a limit a job copies much at once and rests, so no rate above it is told.
      """,
      "Fields: \(literal: JobField.allCases.map(\.rawValue).joined(separator: ", ")).",
    ],
    examples: [
      Example("list", "every job of the server that JOBCTL_SOCKET names"),
      Example("list --status ready,standby -o name", "the ids of those that wait for complete"),
      Example("list 'backup-*' -o json", "some jobs for a program"),
      Example("list --columns id,percent,rate,eta-seconds", "how fast they go"),
    ]
  ) { arguments throws(UsageError) in
    .list(
      ListOrder(
        selection: JobSelection(
          names: arguments.operands,
          selectsAll: arguments.operands.isEmpty,
          types: try SelectionOptions.types(arguments),
          statuses: try SelectionOptions.statuses(arguments)
        ),
        sortKey: try arguments(sort) ?? .id,
        isReversed: arguments(reverse),
        output: try OutputOptions(arguments)
      )
    )
  }
}
