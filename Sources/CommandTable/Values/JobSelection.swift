package import Jobs

/// Which jobs are meant: ids and patterns, narrowed by type and status.
package struct JobSelection: Hashable, Sendable {
  /// Ids, and patterns with `*`, `?` or `[`.
  package let names: [String]
  /// Every job, as `*` would say.
  package let selectsAll: Bool
  /// Any of these; empty for any at all.
  package let types: [JobType]
  package let statuses: [JobStatus]

  package init(
    names: [String],
    selectsAll: Bool = false,
    types: [JobType] = [],
    statuses: [JobStatus] = []
  ) {
    self.names = names
    self.selectsAll = selectsAll
    self.types = types
    self.statuses = statuses
  }

  /// Whether the server's list of jobs must be known to tell which are meant.
  package var needsList: Bool {
    selectsAll || names.contains(where: Self.isPattern)
  }

  /// No id holds these characters (util/id.c in QEMU), so they always mark a pattern.
  package static func isPattern(_ name: String) -> Bool {
    name.contains { "*?[".contains($0) }
  }

  /// Whether a job's type and status are among those wanted.
  package func admits(_ job: Job) -> Bool {
    (types.isEmpty || job.type.known.map(types.contains) == true)
      && (statuses.isEmpty || job.status.known.map(statuses.contains) == true)
  }
}

/// The options by which commands narrow the jobs they are meant for.
enum SelectionOptions {
  static let type = Option<[JobType]>(
    "type",
    value: "TYPE,...",
    anyOf: JobType.allCases,
    help: "Only jobs of these types: \(text: PlainText.list(JobType.allCases.map(\.rawValue)))."
  )
  static let status = Option<[JobStatus]>(
    "status",
    value: "STATUS,...",
    anyOf: JobStatus.listed,
    help: "Only jobs in these: \(text: PlainText.list(JobStatus.listed.map(\.rawValue)))."
  )

  static func types(_ arguments: Arguments) throws(UsageError) -> [JobType] {
    try arguments.all(type).flatMap(\.self)
  }

  static func statuses(_ arguments: Arguments) throws(UsageError) -> [JobStatus] {
    try arguments.all(status).flatMap(\.self)
  }
}
