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

  let id: String
  let type: JobType
  let ending: Ending
  let autoFinalize: Bool
  let autoDismiss: Bool
  /// The group of jobs that end together; a job alone is one, too.
  let transaction: Int
  /// The nodes that nobody else may use meanwhile.
  let nodes: [String]
  /// Whether a mirror puts its target in the place of another node.
  let replaces: Bool
  let sourcePolicy: ErrorPolicy
  let targetPolicy: ErrorPolicy

  private(set) var status = JobStatus.undefined
  var work: Work
  /// Faults yet to come, the nearest first.
  var faults: [Disk.Fault] = []
  var error: String?
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
  var copyMode = "background"

  /// Moves along the state table; any other move is a mistake of the simulator's own.
  mutating func move(to next: JobStatus) {
    precondition(
      status.successors.contains(next),
      "\(id) cannot go from \(status) to \(next)"
    )
    status = next
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
    info["error"] = error.map(JSONValue.string)
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
      info["actively-synced"] = .bool(copyMode == "write-blocking" && isReadyish)
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
