import QMP
import Simulator

extension Scenario {
  /// Disks `d0` to `d3` with targets `t0` to `t3`, 64 MiB at 64 MiB a second, so that every copy takes one;
  /// and `overlay`, half full, over `base`.
  static let plain = Scenario(
    summary: "",
    disks: (0...3).flatMap { [disk("d\($0)"), disk("t\($0)")] } + [
      disk("floor"), disk("base", backing: "floor"),
      disk("overlay", allocated: 32 << 20, backing: "base"),
    ]
  )

  /// The plain disks with faults of `d0`, or of `t0` when they are of writing.
  static func failing(_ faults: Disk.Fault...) -> Scenario {
    Scenario(
      summary: "",
      disks: plain.disks.map { disk in
        let own = faults.filter { disk.name == ($0.operation == .read ? "d0" : "t0") }
        return disk.failing(own)
      }
    )
  }

  static func disk(
    _ name: String,
    size: Int64 = 64 << 20,
    allocated: Int64? = nil,
    backing: String? = nil,
    bandwidth: Int64 = 64 << 20,
    growth: Int64 = 0,
    faults: [Disk.Fault] = []
  ) -> Disk {
    Disk(
      name: name,
      size: size,
      allocated: allocated,
      backing: backing,
      bandwidth: bandwidth,
      growth: growth,
      faults: faults
    )
  }
}

extension Disk {
  func failing(_ faults: [Fault]) -> Disk {
    Scenario.disk(name, size: size, allocated: allocated, backing: backing, faults: faults)
  }
}

/// The commands that start jobs on the plain disks.
enum Start: String, CaseIterable, Sendable {
  case mirror, backup, stream, commit, intermediateCommit, create, amend
  case save, load, delete

  /// The request for a job `j`; a job on other disks than the first has `number`.
  func request(
    _ id: String = "j",
    _ more: JSONObject = [:],
    number: Int = 0
  ) -> Request {
    var arguments: JSONObject = ["job-id": .string(id)]
    for member in own(number).members + more.members { arguments[member.name] = member.value }
    return Request(command, arguments)
  }

  private var command: String {
    switch self {
    case .mirror: "blockdev-mirror"
    case .backup: "blockdev-backup"
    case .stream: "block-stream"
    case .commit, .intermediateCommit: "block-commit"
    case .create: "blockdev-create"
    case .amend: "x-blockdev-amend"
    case .save: "snapshot-save"
    case .load: "snapshot-load"
    case .delete: "snapshot-delete"
    }
  }

  private func own(_ number: Int) -> JSONObject {
    switch self {
    case .mirror, .backup:
      ["device": .string("d\(number)"), "target": .string("t\(number)"), "sync": "full"]
    case .stream, .commit: ["device": "overlay"]
    case .intermediateCommit: ["device": "overlay", "top-node": "base", "base-node": "floor"]
    case .create: ["options": ["driver": "file", "filename": "/new", "size": 1024]]
    case .amend: ["node-name": "d0", "options": ["driver": "qcow2"]]
    case .save, .load: ["tag": "s", "vmstate": "d0", "devices": ["d0"]]
    case .delete: ["tag": "s", "devices": ["d0"]]
    }
  }
}

extension SessionPair {
  /// Starts a job; the answer is the transcript.
  mutating func start(
    _ start: Start,
    _ id: String = "j",
    _ more: JSONObject = [:],
    number: Int = 0
  ) -> [String] {
    perform(start.request(id, more, number: number))
  }

  /// One job as `query-jobs` gives it.
  mutating func job(_ id: String = "j") -> JSONObject? {
    query("query-jobs").array?.lazy.compactMap(\.object).first { $0["id"] == .string(id) }
  }

  /// One job as `query-block-jobs` gives it.
  mutating func blockJob(_ id: String = "j") -> JSONObject? {
    query("query-block-jobs").array?.lazy.compactMap(\.object).first {
      $0["device"] == .string(id)
    }
  }

  /// By `query-block-jobs` where there is no other; nil when there is no such job.
  mutating func status(of id: String = "j") -> String? {
    (job(id) ?? blockJob(id))?["status"]?.string
  }
}
