import Jobs

extension CommandSpec {
  private static let every = Switch("all", "a", help: "Every job, narrowed by --type and --status.")
  private static let dryRun = Switch(
    "dry-run",
    "n",
    help: "Print the requests instead of sending them."
  )
  private static let override = Switch(
    "override",
    help: "Send even what is known to kill this version of QEMU."
  )
  private static let force = Switch(
    "force",
    "f",
    help: "Abort at once, and throw the copy of a ready job away."
  )
  private static let waiting = OptionalOption<Duration>(
    "wait",
    value: "DURATION",
    help: "Return when the effect is there, or fail after so long.",
    parse: Duration.init(parsing:)
  )
  private static let yes = Switch("yes", "y", help: "Do not ask before cancelling by pattern.")

  /// The verbs that take ids only.
  static let verbs: [CommandSpec] = [
    verb(
      .pause,
      summary: "pause jobs until they are resumed",
      discussion: [
        """
        The job stops at its next pause point; its status is then \(literal: "paused"), or \
        \(literal: "standby") for one that was ready. Jobs outside the block family have no pause points and \
        run on.
        """
      ],
      example: Example("pause --all --type backup", "all backups"),
      action: .pause
    ),
    verb(
      .resume,
      summary: "let paused jobs go on",
      discussion: [
        """
        A job that stopped on an I/O error tries again. Refused without \(override): a job that stopped on an \
        error after it was ready, on a server before 6.2, which would abort and take its guest along; \
        \(command: "cancel --force") is the safe way out.
        """
      ],
      more: [override],
      example: Example("resume --all --status paused,standby", "all that are paused"),
      action: .resume
    ),
    cancel,
    verb(
      .complete,
      summary: "let ready jobs end and switch to the target",
      discussion: [
        """
        For a mirror the device goes on with the target, for the commit of an active layer with the base. \
        The reply comes before the effect.
        """,
        """
        Refused without \(override): a mirror in \(literal: "standby") on a server from 6.0 on that is not known \
        to survive a second complete (10.0.13 and later 10.0 releases, and 11.1, do).
        """,
      ],
      more: [override],
      example: Example("complete --all --status ready", "all that are ready"),
      action: .complete
    ),
    verb(
      .finalize,
      summary: "let pending jobs make their changes final",
      discussion: [
        """
        For jobs that were started with auto-finalize off. One finalize concludes every job of the \
        transaction.
        """
      ],
      example: Example("finalize --all --status pending", "all that wait for it"),
      action: .finalize
    ),
    verb(
      .dismiss,
      summary: "remove concluded jobs from the list",
      discussion: [
        "For jobs that were started with auto-dismiss off; their ids can be used again afterwards."
      ],
      example: Example("dismiss --all --status concluded", "all that are over"),
      action: .dismiss
    ),
  ]

  private static let cancel = verb(
    .cancel,
    summary: "end jobs before their time",
    discussion: [
      """
      Before a job is ready it is aborted. A mirror or active commit that is ready ends without pivoting, and \
      its target stays a complete copy of the moment; \(force) aborts such a job too. A mirror or commit that \
      is paused is refused without \(force).
      """,
      """
      A pattern or \(every) asks first on a terminal, and needs \(yes) elsewhere.
      """,
    ],
    more: [force, yes],
    examples: [
      Example("cancel mirror0", "end a ready mirror, keep its copy"),
      Example("cancel --force 'backup-*' --yes", "abort several without being asked"),
    ]
  ) { arguments in
    arguments(force) ? .forceCancel : .cancel
  }

  static let setSpeed = CommandSpec(
    name: JobVerb.setSpeed.rawValue,
    group: .act,
    summary: "limit the speed of jobs",
    operands: [
      Operand("ID|GLOB", .any, completion: .job(acceptedBy: .setSpeed), without: every),
      Operand("RATE", completion: .choices([.init("unlimited", "no limit")])),
    ],
    options: [every, dryRun].map(\.spec) + narrowing,
    discussion: [
      """
      \(variable: "RATE") is bytes a second, or a number with K, M, G or T (also KiB ...), powers of 1024; 0 \
      and \(literal: "unlimited") lift the limit. Only block jobs have one.
      """,
      several,
    ],
    examples: [
      Example("set-speed mirror0 50M", "50 MiB a second"),
      Example("set-speed --all --type backup unlimited", "let all backups go"),
    ]
  ) { arguments throws(UsageError) in
    guard let word = arguments.operands.last else { throw arguments.problem("missing RATE") }
    let rate: ByteRate
    do throws(ValueError) {
      rate = try ByteRate(parsing: word)
    } catch {
      let isAlone = arguments.operands.count == 1 && !arguments(every)
      throw arguments.problem(
        isAlone ? "missing RATE" : "'\(error.word)' \(error.reason)"
      )
    }
    return .verb(
      try order(.setSpeed(rate), for: Array(arguments.operands.dropLast()), arguments)
    )
  }

  private static let narrowing = [SelectionOptions.type.spec, SelectionOptions.status.spec]

  private static func verb(
    _ verb: JobVerb,
    summary: String,
    discussion: [Prose],
    more: [Switch] = [],
    example: Example,
    action: VerbRequest.Action
  ) -> CommandSpec {
    let examples = [Example("\(verb.rawValue) mirror0", "one job"), example]
    return Self.verb(
      verb,
      summary: summary,
      discussion: discussion,
      more: more,
      examples: examples
    ) { _ in action }
  }

  private static func verb(
    _ verb: JobVerb,
    summary: String,
    discussion: [Prose],
    more: [Switch],
    examples: [Example],
    action: @escaping @Sendable (Arguments) -> VerbRequest.Action
  ) -> CommandSpec {
    CommandSpec(
      name: verb.rawValue,
      group: .act,
      summary: summary,
      operands: [Operand("ID|GLOB", .any, completion: .job(acceptedBy: verb), without: every)],
      options: ([every, dryRun] + more).map(\.spec) + [waiting.spec] + narrowing,
      discussion: discussion + [effect, several],
      examples: examples
    ) { arguments throws(UsageError) in
      .verb(try order(action(arguments), for: arguments.operands, arguments))
    }
  }

  private static let effect: Prose = """
    With \(waiting) it returns when the effect is there, with the outcome as exit status where the job is then \
    over: paused (or standby), running again, over, pending where finalize is by hand, gone.
    """

  private static let several: Prose = """
    Prints nothing on success. With several jobs every one is tried, and the exit status is that of the first \
    failure.
    """

  private static func order(
    _ action: VerbRequest.Action,
    for names: [String],
    _ arguments: Arguments
  ) throws(UsageError) -> VerbOrder {
    let selectsAll = arguments(every)
    let selection = JobSelection(
      names: names,
      selectsAll: selectsAll,
      types: try SelectionOptions.types(arguments),
      statuses: try SelectionOptions.statuses(arguments)
    )
    guard selectsAll || !names.isEmpty else { throw arguments.problem("missing ID") }
    guard !selectsAll || names.isEmpty else {
      throw arguments.problem("--all and '\(names[0])' exclude each other")
    }
    guard selection.needsList || (selection.types.isEmpty && selection.statuses.isEmpty) else {
      throw arguments.problem("--type and --status go with --all or a pattern, not with an id")
    }
    let lists = arguments.spec.options
    return VerbOrder(
      action: action,
      selection: selection,
      isDryRun: arguments(dryRun),
      overridesInterlocks: lists.contains(override.spec) && arguments(override),
      isConfirmed: lists.contains(yes.spec) && arguments(yes),
      wait: lists.contains(waiting.spec) ? try arguments(waiting).map(WaitLimit.init) : nil
    )
  }
}
