import Jobs

extension CommandSpec {
  private static let output = Option<WatchOrder.Format>(
    "output",
    "o",
    value: "FORMAT",
    of: WatchOrder.Format.allCases,
    help: "How to print: text, jsonl or tsv (text)."
  )
  private static let timestamps = Option<WatchOrder.Timestamps>(
    "timestamps",
    value: "KIND",
    of: WatchOrder.Timestamps.allCases,
    help: "Times as local, utc, relative or none (local)."
  )
  private static let event = Option<[WatchOrder.News]>(
    "event",
    value: "KIND,...",
    anyOf: WatchOrder.News.allCases,
    help: """
      Only these news: snapshot, status, error, drain, phantom, companion, progress, stall, missed.
      """
  )
  private static let until = Option<[JobStatus]>(
    "until",
    value: "STATUS,...",
    anyOf: JobStatus.listed + [.null],
    help: "End when a job is in one of these; null is gone."
  )
  private static let count = Option<Int>(
    "count",
    value: "N",
    help: "End after so many lines, the snapshot not counted."
  ) { text throws(ValueError) in
    guard let count = Int(text), count > 0 else {
      throw ValueError(word: text, reason: "is not a whole number from 1 on")
    }
    return count
  }
  private static let timeout = Option<Duration>(
    "timeout",
    "t",
    value: "DURATION",
    help: "End after so long, with status 7.",
    parse: Duration.init(parsing:)
  )
  private static let reconnect = OptionalOption<Duration>(
    "reconnect",
    value: "DURATION",
    help: "When the connection is lost, try again, for so long each time (for ever).",
    parse: Duration.init(parsing:)
  )
  private static let noHeader = Switch("no-header", help: "Leave out the line of column names.")
  private static let noSnapshot = Switch(
    "no-snapshot",
    help: "Do not begin with how the jobs stand."
  )
  private static let allEvents = Switch(
    "all-events",
    help: "A line for every event, with nothing folded or counted."
  )

  static let watch = CommandSpec(
    name: "watch",
    group: .look,
    summary: "tell what happens to jobs, as it happens",
    operands: [Operand("ID|GLOB", .any, completion: .job(acceptedBy: nil))],
    options: [
      output.spec, timestamps.spec, SelectionOptions.type.spec, SelectionOptions.status.spec,
      event.spec, until.spec, count.spec, timeout.spec,
      ProgressOptions.progress.spec, ProgressOptions.stallAfter.spec, reconnect.spec,
      noHeader.spec, noSnapshot.spec, allEvents.spec,
    ],
    discussion: [
      """
      First a line for each job as it stands, then one for each event as it arrives: the time, the job, its type, and \
      what changed, with the numbers and the error that belong to it. It ends with Ctrl-C, which leaves the jobs \
      alone, or when the server does.
      """,
      """
      \(until) ends it with status 0 when any job is there, however that job ends (\(literal: "wait") tells that); and \
      with status 4 where every job was named, no pattern, and none can get there any more. \(timeout) ends it with \
      status 7.
      """,
      """
      A status event and its BLOCK_JOB companion are one line. Pauses of less than 200 ms are QEMU's own (starting and \
      ending any job drains all others); they are counted and told when something else happens, or after a second, \
      as are I/O errors that the job ignores. \(allEvents) tells everything.
      """,
      """
      \(literal: "-o jsonl") keeps the event's own members (\(literal: "event"), \(literal: "data"), \
      \(literal: "timestamp")) and adds \(literal: "kind"), \(literal: "id"), \(literal: "type"), \
      \(literal: "from"), \(literal: "to"), \(literal: "outcome"), \(literal: "error"), \(literal: "count") and the \
      progress. \(literal: "-o tsv") has the columns time, id, type, kind, from, to, outcome, count, \
      current-progress, total-progress, error, percent, rate, eta-seconds.
      """,
      """
      \(ProgressOptions.progress) asks for the jobs now and then and tells for each how much is done, how fast it goes (over the \
      last 10 seconds of running), and when it will be ready or done at that rate, a total that grows taken into \
      account. On a terminal these are bars below the lines. A running block job that has not moved for \
      \(ProgressOptions.stallAfter) is said to be stalled, unless its speed limit explains that; a mirror or commit whose rest \
      has not shrunk for so long is said not to converge: its source is written as fast as it is copied.
      """,
      """
      After a lost connection \(reconnect) tries again, at first soon and then every 15 seconds, and tells what has \
      changed meanwhile as missed: a job that is gone by then has an unknown outcome. Jobs of a server that was \
      started anew are other jobs, whatever their ids. The first connection is not tried again. SIGUSR1 prints how \
      the jobs stand.
      """,
    ],
    examples: [
      Example("watch", "everything that happens"),
      Example("watch mirror0 --until ready,concluded --timeout 1h", "follow one job to a point"),
      Example("watch --progress --reconnect", "for a week in a window of its own"),
      Example("watch -o jsonl --event status", "for a program"),
    ]
  ) { arguments throws(UsageError) in
    .watch(
      WatchOrder(
        selection: JobSelection(
          names: arguments.operands,
          selectsAll: arguments.operands.isEmpty,
          types: try SelectionOptions.types(arguments),
          statuses: try SelectionOptions.statuses(arguments)
        ),
        news: try arguments.all(event).flatMap(\.self),
        format: try arguments(output) ?? .text,
        timestamps: try arguments(timestamps) ?? .local,
        showsHeader: !arguments(noHeader),
        showsSnapshot: !arguments(noSnapshot),
        showsEverything: arguments(allEvents),
        until: try arguments.all(until).flatMap(\.self),
        count: try arguments(count),
        limit: WaitLimit(try arguments(timeout)),
        progress: try ProgressOptions.order(arguments),
        reconnection: try arguments(reconnect).map(WaitLimit.init)
      )
    )
  }
}
