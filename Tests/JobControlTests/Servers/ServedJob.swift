import Jobs
import QMP

/// A job as a server in memory keeps it.
struct ServedJob {
  let id: String
  let type: Reported<JobType>
  var status: JobStatus
  var ioStatus = "ok"
  var error: String?
  var autoFinalize = true
  /// In place of the numbers that tell the two queries apart.
  var progress: Progress?
  var speed: Int64 = 65536

  init(_ id: String, _ type: JobType, _ status: JobStatus, ioStatus: String = "ok") {
    self.init(id, type: .known(type), status, ioStatus: ioStatus)
  }

  init(_ id: String, type: Reported<JobType>, _ status: JobStatus, ioStatus: String = "ok") {
    self.id = id
    self.type = type
    self.status = status
    self.ioStatus = ioStatus
  }

  /// Whether the older family of commands reaches it.
  var isBlockJob: Bool {
    type.known?.isBlockJob == true
  }

  var jobInfo: JSONValue {
    var info: JSONObject = [
      "id": .string(id), "type": .string(type.word), "status": .string(status.rawValue),
      "current-progress": .integer(progress?.current ?? 1024),
      "total-progress": .integer(progress?.total ?? 4096),
    ]
    info["error"] = error.map(JSONValue.string)
    return .object(info)
  }

  var blockJobInfo: JSONValue {
    [
      "device": .string(id), "type": .string(type.word), "status": .string(status.rawValue),
      "offset": .integer(progress?.current ?? 2048), "len": .integer(progress?.total ?? 4096),
      "speed": .integer(speed), "io-status": .string(ioStatus),
      "ready": .bool(status == .ready || status == .standby), "busy": false, "paused": false,
      "auto-finalize": .bool(autoFinalize), "auto-dismiss": true,
    ]
  }
}

extension ServedJob {
  /// Carries out a verb, or refuses it in QEMU's words (job.c, blockdev.c).
  mutating func apply(_ verb: JobVerb, force: Bool, version: QEMUVersion) -> ServerError? {
    let isPaused = status == .paused || status == .standby
    if verb == .resume, !isPaused {
      return ServerError(.generic, "Can't resume a job that was not paused")
    }
    if verb == .cancel, !force, isPaused {
      return ServerError(.generic, "The block job for device '\(id)' is currently paused")
    }
    guard verb.legalStatuses(in: version).contains(status) else {
      return ServerError(
        .generic,
        "Job '\(id)' in state '\(status.rawValue)' cannot accept command verb '\(verb.rawValue)'"
      )
    }
    if verb == .pause, isPaused { return ServerError(.generic, "Job is already paused") }
    status = status(after: verb)
    return nil
  }

  private func status(after verb: JobVerb) -> JobStatus {
    switch (verb, status) {
    case (.pause, .running): .paused
    case (.pause, .ready): .standby
    case (.resume, .paused): .running
    case (.resume, .standby): .ready
    case (.cancel, _), (.complete, .ready), (.finalize, _): .concluded
    default: status
    }
  }
}
