import Jobs
import QMP

/// One job: its status, which moves along QEMU's state table only, and what the verbs have asked of
/// it.
struct SimulatedJob {
  /// What happens to a job's I/O errors (`BlockdevOnError`).
  enum ErrorPolicy: String {
    case report
    case ignore
    case enospc
    case stop

    /// `auto` is enospc for jobs (blockjob.c).
    init(option: String?) {
      self = option.map { $0 == "auto" ? .enospc : Self(rawValue: $0) ?? .report } ?? .report
    }
  }

  /// What a job will do when its work is done.
  enum Ending {
    /// Concludes.
    case concludes
    /// Waits in `ready` for complete or cancel.
    case becomesReady
    /// Never ends by itself: a backup with sync=none.
    case never
  }

  /// What becomes of the chain of disks when the job succeeds.
  enum Outcome: Hashable {
    case copies
    /// A disk has all the data down to another one.
    case flattens(String, onto: String?)
    /// A disk is left out above another one.
    case drops(String, onto: String)
  }

  let id: String
  let type: JobType
  let ending: Ending
  let outcome: Outcome
  let autoFinalize: Bool
  let autoDismiss: Bool
  /// The group of jobs that end together; a job alone is one, too.
  let transaction: Int
  /// Whether a mirror puts its target in the place of another node.
  let replaces: Bool
  let sourcePolicy: ErrorPolicy
  let targetPolicy: ErrorPolicy

  private(set) var status = JobStatus.undefined
  var claim: BlockGraph.Claim
  var work: Work
  /// Faults yet to come, the nearest first.
  var faults: [Disk.Fault]
  var error: String?
  /// What `query-jobs` tells in place of the error.
  var errorDetail: String?
  /// Its source and target differ in size, which a mirror finds out when it runs.
  var hasOtherSize = false
  /// From when on everything written to the source is at the target before the writer knows.
  private var synchronousSince: Instant?
  var ioStatus = "ok"
  /// A user or a stop-on-error has paused it.
  var isUserPaused = false
  /// Complete was accepted, or a soft cancel: it ends as soon as it runs.
  var isEnding = false
  var isCancelled = false
  /// The end that it is bound for keeps the copy and does not pivot.
  var isSoftCancelled = false
  /// A better estimate of what there is to do, and when it is made.
  var correction: (due: Instant, total: Int64)?
  /// How often complete was accepted.
  var completions = 0
  var isStarted = false
  private(set) var copyMode: String

  /// Makes a job of a plan and of the options of its command.
  init(id: String, _ plan: JobPlan, transaction: Int, limit: Int64, options: JSONObject) {
    self.id = id
    self.transaction = transaction
    type = plan.type
    ending = plan.ending
    outcome = plan.outcome
    claim = plan.claim
    work = plan.work(limit: limit)
    faults = plan.faults
    autoFinalize = options["auto-finalize"]?.bool ?? true
    autoDismiss = plan.type.isBlockJob && options["auto-dismiss"]?.bool ?? true
    replaces = options["replaces"] != nil
    copyMode = options["copy-mode"]?.string ?? "background"
    let onError = options["on-error"]?.string
    sourcePolicy = ErrorPolicy(option: onError ?? options["on-source-error"]?.string)
    targetPolicy = ErrorPolicy(option: onError ?? options["on-target-error"]?.string)
  }

  /// Moves along the state table; any other move is a mistake of the simulator's own.
  mutating func move(to next: JobStatus, at now: Instant) {
    precondition(
      status.successors.contains(next),
      "\(id) cannot go from \(status) to \(next)"
    )
    status = next
    if next == .ready, copyMode == "write-blocking" { synchronousSince = now }
    // A mirror that is paused before it has gone through its loop again has not noticed the change.
    if next == .standby, !isActivelySynced(at: now) { synchronousSince = nil }
  }

  /// Whether pausing shows: jobs outside the block family have no pause points.
  var hasPausePoints: Bool {
    type.isBlockJob
  }

  /// When it meets its next fault on the way; one at the end of a mirror waits until it is ready.
  var nextFault: Instant? {
    guard let fault = faults.first, let due = work.instant(ofAmount: fault.offset) else {
      return nil
    }
    return ending == .becomesReady && fault.offset >= work.total(at: due) ? nil : due
  }

  /// A mirror that is to end keeps its source drained until it has (block/mirror.c).
  private var isDrained: Bool {
    ending == .becomesReady && (status == .waiting || status == .pending)
  }

  /// Copies from now on in this way; a mirror that is ready notices within a tenth of a second.
  mutating func change(to mode: String, at now: Instant) {
    copyMode = mode
    if mode == "write-blocking", status == .ready {
      synchronousSince = now.advanced(by: .milliseconds(100))
    }
  }

  private func isActivelySynced(at now: Instant) -> Bool {
    synchronousSince.map { $0 <= now } == true
  }

  var isReadyish: Bool {
    status == .ready || status == .standby
  }

  /// Whether it tries again and again what fails, since its errors are ignored.
  var isRetrying: Bool {
    status == .running && ending != .never && !faults.isEmpty && !work.isMoving
  }

  // MARK: - As queries tell it

  func jobInfo(at now: Instant) -> JSONObject {
    var info: JSONObject = [
      "id": .string(id),
      "type": .string(type.rawValue),
      "status": .string(status.rawValue),
      "current-progress": .integer(work.done(at: now)),
      "total-progress": .integer(work.total(at: now)),
    ]
    info["error"] = (errorDetail ?? error).map(JSONValue.string)
    return info
  }

  func blockJobInfo(at now: Instant, in release: Release) -> JSONObject {
    var info: JSONObject = [
      "type": .string(type.rawValue),
      "device": .string(id),
      "len": .integer(work.total(at: now)),
      "offset": .integer(work.done(at: now)),
      "busy": .bool(status == .running && work.end != nil),
      "paused": .bool(isUserPaused || isDrained),
      "speed": .integer(work.limit),
      "io-status": .string(ioStatus),
      "ready": .bool(isReadyish),
      "status": .string(status.rawValue),
      "auto-finalize": .bool(autoFinalize),
      "auto-dismiss": .bool(autoDismiss),
    ]
    if release.hasJobFamily { info["error"] = error.map(JSONValue.string) }
    if release.isAtLeast(8, 2), type == .mirror {
      info["actively-synced"] = .bool(isActivelySynced(at: now))
    }
    return info
  }

  /// The data of BLOCK_JOB_READY, _COMPLETED and _CANCELLED, apart from an error.
  func eventData(at now: Instant) -> JSONObject {
    [
      "type": .string(type.rawValue),
      "device": .string(id),
      "len": .integer(work.total(at: now)),
      "offset": .integer(work.done(at: now)),
      "speed": .integer(work.limit),
    ]
  }
}
