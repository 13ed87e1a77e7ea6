import Jobs
import QMP

/// Knows where every job stands by the events alone, and notes whatever breaks the rules.
struct Referee {
  private let version: QEMUVersion
  /// By `JOB_STATUS_CHANGE`, which 2.12 does not have; jobs that are gone are not here.
  private(set) var statuses: [String: JobStatus] = [:]
  private(set) var visited: Set<JobStatus> = []
  private(set) var mistakes: [String] = []
  private var progress: [String: Int64] = [:]

  init(version: QEMUVersion) {
    self.version = version
  }

  private var hasStatuses: Bool {
    version >= QEMUVersion(3, 0)
  }

  // MARK: - Events

  mutating func judge(_ event: Event) {
    let data = event.data
    let id = data["id"]?.string ?? data["device"]?.string ?? ""
    if event.isNamed("JOB_STATUS_CHANGE") {
      let word = data["status"]?.string ?? ""
      guard let next = JobStatus(rawValue: word) else { return note("no status: \(word)") }
      let status = statuses[id] ?? .undefined
      if !status.successors.contains(next) { note("\(id) went from \(status) to \(next)") }
      if status == .undefined { progress[id] = nil }
      statuses[id] = next == .null ? nil : next
      visited.insert(next)
    } else if event.name.hasPrefix("BLOCK_JOB_") {
      judge(companion: event.name, id, data)
    }
  }

  /// A companion comes in certain statuses only.
  private mutating func judge(companion name: String, _ id: String, _ data: JSONObject) {
    let expected: [JobStatus] =
      switch name {
      case "BLOCK_JOB_READY": [.ready]
      case "BLOCK_JOB_PENDING": [.pending]
      case "BLOCK_JOB_COMPLETED": [data["error"] == nil ? .pending : .aborting]
      case "BLOCK_JOB_CANCELLED": [.aborting]
      default: [.running, .ready]
      }
    guard hasStatuses else { return }
    if !(statuses[id].map(expected.contains) ?? false) {
      note("\(name) of \(id) in \(String(describing: statuses[id]))")
    }
    if let done = data["offset"]?.integer { judge(done, of: data["len"]?.integer, id) }
  }

  private mutating func judge(_ done: Int64, of total: Int64?, _ id: String) {
    if done > total ?? -1 { note("\(id) has done \(done) of \(total ?? -1)") }
    if done < progress[id, default: 0] { note("\(id) fell back to \(done)") }
    progress[id] = done
  }

  // MARK: - Replies

  /// A command is answered, unless it has ended the server, and carried out where the verb table says.
  mutating func judge(
    _ reply: Reply?,
    to request: Request,
    in status: JobStatus?,
    isDown: Bool
  ) {
    guard let reply else {
      if !isDown { note("no reply to \(request)") }
      return
    }
    guard hasStatuses, let verb = Self.verb(of: request.command) else { return }
    switch reply {
    case .success:
      let legal = verb.legalStatuses(in: version)
      if !(status.map(legal.contains) ?? false) {
        note("\(request) was carried out in \(String(describing: status))")
      }
    case .failure(let error):
      if error.text.contains("in state"), !error.text.contains("state '\(status?.rawValue ?? "")'")
      {
        note("\(request) in \(String(describing: status)): \(error)")
      }
      if error.text == "Job not found", status != nil { note("\(request): not found") }
    }
  }

  private static func verb(of command: String) -> JobVerb? {
    guard command.hasPrefix("job-") || command.hasPrefix("block-job-") else { return nil }
    return JobVerb(
      rawValue: String(command.dropFirst(command.hasPrefix("job-") ? 4 : "block-job-".count))
    )
  }

  // MARK: - Queries

  /// What the queries tell is what the events told, of every job and of no other.
  mutating func judge(jobs: [JSONObject], blockJobs: [JSONObject]) {
    guard hasStatuses else { return }
    var told: [String: JobStatus] = [:]
    for job in jobs {
      guard let id = job["id"]?.string, let status = job["status"]?.string.flatMap(JobStatus.init)
      else { return note("no job: \(job)") }
      told[id] = status
      judge(job["current-progress"]?.integer ?? -1, of: job["total-progress"]?.integer, id)
    }
    if told != statuses { note("the query says \(told), the events \(statuses)") }
    for job in blockJobs where told[job["device"]?.string ?? ""]?.rawValue != job["status"]?.string
    {
      note("the queries differ in \(job)")
    }
  }

  // MARK: - Time

  mutating func note(time now: Instant, notBefore before: Instant) {
    if now < before { note("time went back from \(before) to \(now)") }
  }

  /// Notes that something due stays due however much is done.
  mutating func note(_ hasPassed: Bool) {
    if !hasPassed { note("time stands still") }
  }

  private mutating func note(_ mistake: String) {
    mistakes.append(mistake)
  }
}
