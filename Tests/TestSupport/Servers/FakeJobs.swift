/// A few jobs for a `FakeMonitor` to answer with: a dictionary that the verbs change.
///
/// It keeps the order of statuses and the error texts, nothing else: work is never done, and a verb's effect is
/// there at once. Give `answer` to `FakeMonitor(answering:)`.
package final class FakeJobs: Sendable {
  /// Which commands there are.
  package enum Family: Sendable {
    /// `query-jobs` and `job-*` beside the older ones, as since QEMU 3.0.
    case modern
    /// `query-block-jobs` and `block-job-*` alone, as in QEMU 2.12, and no JOB_STATUS_CHANGE.
    case blockJobs
  }

  package struct Job: Sendable, Hashable {
    package var type: String
    package var status: String
    package var current: Int
    package var total: Int
    package var speed: Int
    package var error: String?

    package init(
      _ type: String = "mirror",
      _ status: String = "running",
      current: Int = 0,
      total: Int = 1 << 20,
      speed: Int = 0,
      error: String? = nil
    ) {
      self.type = type
      self.status = status
      self.current = current
      self.total = total
      self.speed = speed
      self.error = error
    }
  }

  private let family: Family
  private let watchedJobs: Watched<[String: Job]>

  package init(_ jobs: [String: Job], family: Family = .modern) {
    self.family = family
    watchedJobs = Watched(jobs)
  }

  /// The jobs at present, by id.
  package var jobs: [String: Job] {
    get { watchedJobs.current }
    set { watchedJobs.update { $0 = newValue } }
  }

  /// What the server does upon a request.
  package func answer(_ request: FakeMonitor.Request) -> [FakeMonitor.Response] {
    let command = request.command
    switch command {
    case "query-commands":
      return [.succeed(.array(commands.map { ["name": .string($0)] }))]
    case _ where !commands.contains(command):
      return [.unknown(command)]
    case "query-jobs":
      return [.succeed(.array(sorted.map(Self.jobInfo)))]
    case "query-block-jobs":
      return [.succeed(.array(sorted.filter { $1.isBlockJob }.map(Self.blockJobInfo)))]
    default:
      return apply(command, to: request["id"] ?? request["device"] ?? "", request)
    }
  }

  /// What a server says when a job goes to another status by itself, and lists from then on.
  package func move(_ id: String, to status: String) -> [FakeMonitor.Response] {
    let change: @Sendable () -> Void = {
      self.watchedJobs.update { $0[id]?.status = status }
    }
    return [.perform(change), .status(id, status)]
  }

  private var commands: [String] {
    let verbs = ["pause", "resume", "cancel", "complete", "finalize", "dismiss"]
    let old = ["query-commands", "query-block-jobs"]
    let block = (verbs + ["set-speed"]).map { "block-job-\($0)" }
    let modern = family == .modern ? ["query-jobs"] + verbs.map { "job-\($0)" } : []
    return old + block + modern
  }

  private var sorted: [(String, Job)] {
    jobs.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  private func apply(
    _ command: String,
    to id: String,
    _ request: FakeMonitor.Request
  ) -> [FakeMonitor.Response] {
    let isOldCommand = command.hasPrefix("block-job-")
    let verb = String(command.dropFirst(isOldCommand ? 10 : 4))
    guard var job = jobs[id], job.isBlockJob || !isOldCommand else {
      return isOldCommand
        ? [.fail("Block job '\(id)' not found", errorClass: "DeviceNotActive")]
        : [.fail("Job not found")]
    }
    guard let path = job.path(of: verb) else {
      return [
        .fail("Job '\(id)' in state '\(job.status)' cannot accept command verb '\(verb)'")
      ]
    }
    if let speed = request.arguments["speed"]?.integer { job.speed = speed }
    job.status = path.last ?? job.status
    if verb == "cancel" { job.error = "Operation canceled" }
    let changed = job
    watchedJobs.update { $0[id] = changed.status == "null" ? nil : changed }
    let events = family == .modern ? path.map { FakeMonitor.Response.status(id, $0) } : []
    return events + [.succeed]
  }

  private static func jobInfo(_ id: String, _ job: Job) -> JSON {
    var info: JSON = [
      "id": .string(id), "type": .string(job.type), "status": .string(job.status),
      "current-progress": .integer(job.current), "total-progress": .integer(job.total),
    ]
    info["error"] = job.error.map(JSON.string)
    return info
  }

  private static func blockJobInfo(_ id: String, _ job: Job) -> JSON {
    [
      "device": .string(id), "type": .string(job.type), "status": .string(job.status),
      "offset": .integer(job.current), "len": .integer(job.total), "speed": .integer(job.speed),
      "busy": false, "io-status": "ok", "auto-finalize": true, "auto-dismiss": false,
      "paused": .bool(["paused", "standby"].contains(job.status)),
      "ready": .bool(["ready", "standby"].contains(job.status)),
    ]
  }
}

extension FakeJobs.Job {
  var isBlockJob: Bool {
    ["commit", "stream", "mirror", "backup"].contains(type)
  }

  /// The statuses that a verb leads through; nil when it is not accepted.
  func path(of verb: String) -> [String]? {
    switch (verb, status) {
    case ("pause", "running"): ["paused"]
    case ("pause", "ready"): ["standby"]
    case ("resume", "paused"): ["running"]
    case ("resume", "standby"): ["ready"]
    case ("complete", "ready"): ["waiting", "pending"]
    case ("finalize", "pending"): ["concluded"]
    case ("dismiss", "concluded"): ["null"]
    case ("set-speed", "running"), ("set-speed", "paused"), ("set-speed", "ready"),
      ("set-speed", "standby"):
      []
    case ("cancel", "paused"): ["running", "aborting", "concluded"]
    case ("cancel", "standby"): ["ready", "aborting", "concluded"]
    case ("cancel", "created"), ("cancel", "running"), ("cancel", "ready"),
      ("cancel", "waiting"), ("cancel", "pending"):
      ["aborting", "concluded"]
    default: nil
    }
  }
}
