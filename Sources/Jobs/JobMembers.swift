package import QMP

/// Reads the objects of one list of jobs, whose members mostly stand in one order.
struct JobMembers {
  private var type = JSONMember("type")
  private var status = JSONMember("status")
  private var error = JSONMember("error")
  // Of JobInfo.
  private var id = JSONMember("id")
  private var currentProgress = JSONMember("current-progress")
  private var totalProgress = JSONMember("total-progress")
  // Of BlockJobInfo.
  private var device = JSONMember("device")
  private var offset = JSONMember("offset")
  private var length = JSONMember("len")
  private var speed = JSONMember("speed")
  private var ioStatus = JSONMember("io-status")
  private var ready = JSONMember("ready")
  private var autoFinalize = JSONMember("auto-finalize")
  private var autoDismiss = JSONMember("auto-dismiss")

  /// Reads JobInfo; nil when a member that every release sends is missing.
  mutating func job(jobInfo: JSONValue) -> Job? {
    guard let object = jobInfo.object, let id = id.value(in: object)?.string,
      let type = type.value(in: object)?.string, let status = status.value(in: object)?.string
    else { return nil }
    return Job(
      id: id,
      type: Reported(type),
      status: Reported(status),
      progress: Progress(
        currentProgress.value(in: object),
        of: totalProgress.value(in: object)
      ),
      error: Job.error(error.value(in: object))
    )
  }

  /// Reads BlockJobInfo as of 2.12 or later; nil when a member that those releases send is missing.
  mutating func job(blockJobInfo: JSONValue) -> Job? {
    guard let object = blockJobInfo.object, let device = device.value(in: object)?.string,
      let type = type.value(in: object)?.string, let status = status.value(in: object)?.string
    else { return nil }
    return Job(
      id: device,
      type: Reported(type),
      status: Reported(status),
      progress: Progress(offset.value(in: object), of: length.value(in: object)),
      error: Job.error(error.value(in: object)),
      block: Job.BlockDetails(
        device: device,
        speed: speed.value(in: object)?.integer.flatMap(ByteRate.init(bytesPerSecond:)),
        ioStatus: ioStatus.value(in: object)?.string,
        isReady: ready.value(in: object)?.bool,
        autoFinalize: autoFinalize.value(in: object)?.bool,
        autoDismiss: autoDismiss.value(in: object)?.bool
      )
    )
  }
}

extension Job {
  /// Reads JobInfo; nil when a member that every release sends is missing.
  package init?(jobInfo: JSONValue) {
    var members = JobMembers()
    guard let job = members.job(jobInfo: jobInfo) else { return nil }
    self = job
  }

  /// Reads BlockJobInfo as of 2.12 or later; nil when a member that those releases send is missing.
  package init?(blockJobInfo: JSONValue) {
    var members = JobMembers()
    guard let job = members.job(blockJobInfo: blockJobInfo) else { return nil }
    self = job
  }
}
