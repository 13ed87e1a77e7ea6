import JobControl
import Jobs
import QMP
import Testing

/// Jobs as a list might hold them: ordinary, failed, of a newer server, and hostile.
enum ReportedJobs {
  static func jobs() throws -> [Job] {
    [
      try block("mirror0", "mirror", "ready", 40 << 30, 40 << 30),
      try block("backup-disk1", "backup", "running", 3 << 29, 4 << 30, 10 << 20),
      try block(
        "stopped",
        "commit",
        "paused",
        1023,
        1_048_575,
        1,
        ioStatus: "nospace",
        error: "No space left on device"
      ),
      failed, newer, foreign, hostile,
    ]
  }

  /// With what has been measured of one of them.
  static func records() throws -> [JobRecord] {
    try jobs().map { JobRecord($0, pace: $0.id == "backup-disk1" ? 10_485_760 : nil) }
  }

  /// Outside the block family, with an error that fits no line.
  static let failed = Job(
    id: "create0",
    type: .known(.create),
    status: .known(.concluded),
    progress: Progress(current: 1, total: 1),
    error: """
      Could not resize file '/var/lib/libvirt/images/a-machine-with-a-long-name/disk0.qcow2': No \
      space left on device
      """
  )

  /// Of a newer server, about which little is known.
  static let newer = Job(id: "t0", type: .other("teleport"), status: .other("frozen"))

  static let foreign = Job(
    id: "backup-ü",
    type: .known(.backup),
    status: .known(.aborting),
    progress: Progress(current: 0, total: 0),
    error: "デバイスに空き領域がありません 👩‍👩‍👧 e\u{301}"
  )

  static let hostile = Job(
    id: "x\u{1B}[2J",
    type: .other("a\tb"),
    status: .other("\u{9B}31mready"),
    progress: Progress(current: .min, total: .max),
    error: "back\\slash\ttab\r\nline\u{202E}esrever\u{0}\u{2028}\"quoted\""
  )

  /// As `query-block-jobs` tells of it.
  static func block(
    _ id: String,
    _ type: String,
    _ status: String,
    _ offset: Int64,
    _ length: Int64,
    _ speed: Int64 = 0,
    ioStatus: String = "ok",
    error: String? = nil
  ) throws -> Job {
    var info: JSONObject = [
      "device": .string(id), "type": .string(type), "status": .string(status),
      "offset": .integer(offset), "len": .integer(length), "speed": .integer(speed),
      "io-status": .string(ioStatus), "ready": .bool(status == "ready"), "auto-finalize": false,
      "auto-dismiss": true,
    ]
    info["error"] = error.map(JSONValue.string)
    let job = Job(blockJobInfo: .object(info))
    return try #require(job)
  }
}
