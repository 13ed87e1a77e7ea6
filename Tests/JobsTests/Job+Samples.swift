import Jobs
import QMP
import Testing

extension Job {
  /// A job of which `query-jobs` alone has told.
  static func sample(
    _ type: JobType = .mirror,
    _ status: JobStatus = .running,
    progress: Progress? = nil
  ) -> Job {
    Job(id: "j", type: .known(type), status: .known(status), progress: progress)
  }

  /// A job as `query-block-jobs` tells of it.
  static func listed(
    _ type: JobType = .mirror,
    _ status: JobStatus = .running,
    ioStatus: String = "ok",
    speed: Int64 = 0
  ) throws -> Job {
    let job = Job(
      blockJobInfo: [
        "device": "j", "type": .string(type.rawValue), "status": .string(status.rawValue),
        "len": 4_194_304, "offset": 65536, "speed": .integer(speed),
        "io-status": .string(ioStatus), "busy": false, "paused": true, "ready": true,
        "auto-finalize": false, "auto-dismiss": true,
      ]
    )
    return try #require(job)
  }
}
