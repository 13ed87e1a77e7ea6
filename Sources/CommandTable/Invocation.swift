package import Jobs
package import QMP

/// What the user asked for, fully typed.
package struct Invocation: Hashable, Sendable {
  package enum Action: Hashable, Sendable {
    case list(ListOrder)
    case show(ShowOrder)
    case verb(VerbOrder)
    case watch(WatchOrder)
    case wait(WaitOrder)
    case check(CheckOrder)
    case explain(ExplainOrder)
    case completion(Shell)
    case complete(CompleteOrder)
    case generate(GenerateOrder)
    case qmp(QMPOrder)
    case sockets(SocketsOrder)
    case sandbox(SandboxOrder)
    case hold(HoldOrder)
    case shell(ShellOrder)
    /// What only the interactive shell has.
    case session(SessionOrder)
    /// Help for a command, or the overview.
    case help(topic: String?)
    case version
  }

  package let globals: GlobalOptions
  package let action: Action
}

/// `list`: which jobs, and how they are printed.
package struct ListOrder: Hashable, Sendable {
  package let selection: JobSelection
  package let sortKey: JobField
  package let isReversed: Bool
  package let output: OutputOptions
}

/// `show`: one job, whole.
package struct ShowOrder: Hashable, Sendable {
  package let id: String
  package let output: OutputOptions
}

/// A verb and the jobs it is meant for.
package struct VerbOrder: Hashable, Sendable {
  package let action: VerbRequest.Action
  package let selection: JobSelection
  /// Print the requests instead of sending them.
  package let isDryRun: Bool
  /// Send what an interlock holds back.
  package let overridesInterlocks: Bool
  /// Do not ask before cancelling by pattern.
  package let isConfirmed: Bool
  /// Return when the effect is there, not when the server has answered.
  package let wait: WaitLimit?
}

/// How long to wait for something that may never come.
package enum WaitLimit: Hashable, Sendable {
  case forever
  case atMost(Duration)

  init(_ limit: Duration?) {
    self = limit.map(WaitLimit.atMost) ?? .forever
  }
}

/// `wait`: until jobs are where somebody wants them.
package struct WaitOrder: Hashable, Sendable {
  package let ids: [String]
  package let goal: JobGoal
  package let limit: WaitLimit
  /// The first job decides, not the last.
  package let endsWithFirst: Bool
  /// A job that is not there may yet come.
  package let allowsMissing: Bool
  /// Nil for the outcome alone.
  package let progress: ProgressOrder?
}

/// `is`: whether a job is in one of some statuses.
package struct CheckOrder: Hashable, Sendable {
  package let id: String
  package let statuses: [JobStatus]
}

/// `qmp`: a command of the user's own.
package struct QMPOrder: Hashable, Sendable {
  package let request: Request
  package let isCompact: Bool
}
