import Jobs

extension CommandSpec {
  static let pause = verb(
    .pause,
    examples: [alone(.pause), Example("pause --all --type backup", "all backups")]
  ) { _ in .pause }

  static let resume = verb(
    .resume,
    more: [VerbOptions.override],
    examples: [
      alone(.resume), Example("resume --all --status paused,standby", "all that are paused"),
    ]
  ) { _ in .resume }

  static let complete = verb(
    .complete,
    more: [VerbOptions.override],
    examples: [alone(.complete), Example("complete --all --status ready", "all that are ready")]
  ) { _ in .complete }

  static let finalize = verb(
    .finalize,
    examples: [
      alone(.finalize), Example("finalize --all --status pending", "all that wait for it"),
    ]
  ) { _ in .finalize }

  static let dismiss = verb(
    .dismiss,
    examples: [alone(.dismiss), Example("dismiss --all --status concluded", "all that are over")]
  ) { _ in .dismiss }

  static let cancel = verb(
    .cancel,
    more: [VerbOptions.force, VerbOptions.yes],
    discussion: [
      """
      A pattern or \(VerbOptions.every) asks first on a terminal, and needs \(VerbOptions.yes) elsewhere.
      """
    ],
    examples: [
      Example("cancel mirror0", "end a ready mirror, keep its copy"),
      Example("cancel --force 'backup-*' --yes", "abort several without being asked"),
    ]
  ) { arguments in
    arguments(VerbOptions.force) ? .forceCancel : .cancel
  }

  static let setSpeed = CommandSpec(
    name: JobVerb.setSpeed.rawValue,
    group: .act,
    summary: JobVerb.setSpeed.summary,
    operands: [
      Operand("ID|GLOB", .any, completion: .job(acceptedBy: .setSpeed), without: VerbOptions.every),
      Operand("RATE", completion: .choices([.init("unlimited", "no limit")])),
    ],
    options: [VerbOptions.every, VerbOptions.dryRun].map(\.spec) + narrowing,
    discussion: JobVerb.setSpeed.explanation + [several],
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
      let isAlone = arguments.operands.count == 1 && !arguments(VerbOptions.every)
      throw arguments.problem(
        isAlone ? "missing RATE" : "'\(error.word)' \(error.reason)"
      )
    }
    return .verb(
      try order(.setSpeed(rate), for: Array(arguments.operands.dropLast()), arguments)
    )
  }

  private static let narrowing = [SelectionOptions.type.spec, SelectionOptions.status.spec]

  private static func alone(_ verb: JobVerb) -> Example {
    Example("\(verb.rawValue) mirror0", "one job")
  }

  private static func verb(
    _ verb: JobVerb,
    more: [Switch] = [],
    discussion: @autoclosure @escaping @Sendable () -> [Prose] = [],
    examples: @autoclosure @escaping @Sendable () -> [Example],
    action: @escaping @Sendable (Arguments) -> VerbRequest.Action
  ) -> CommandSpec {
    let waiting = verb.effect.map { VerbOptions.waiting(until: $0).spec }
    return CommandSpec(
      name: verb.rawValue,
      group: .act,
      summary: verb.summary,
      operands: [
        Operand("ID|GLOB", .any, completion: .job(acceptedBy: verb), without: VerbOptions.every)
      ],
      options: ([VerbOptions.every, VerbOptions.dryRun] + more).map(\.spec)
        + [waiting].compactMap(\.self) + narrowing,
      discussion: verb.explanation + discussion() + [outcome, several],
      examples: examples()
    ) { arguments throws(UsageError) in
      .verb(try order(action(arguments), for: arguments.operands, arguments))
    }
  }

  private static let outcome: Prose = """
    The server's reply is not the verb's effect: with \(VerbOptions.waiting) it returns when that is there, with the \
    outcome as exit status where the job is then over.
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
    let selectsAll = arguments(VerbOptions.every)
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
      isDryRun: arguments(VerbOptions.dryRun),
      overridesInterlocks: lists.contains(VerbOptions.override.spec)
        && arguments(VerbOptions.override),
      isConfirmed: lists.contains(VerbOptions.yes.spec) && arguments(VerbOptions.yes),
      wait: lists.contains { $0.name == VerbOptions.waiting.spec.name }
        ? try arguments(VerbOptions.waiting).map(WaitLimit.init) : nil
    )
  }
}
