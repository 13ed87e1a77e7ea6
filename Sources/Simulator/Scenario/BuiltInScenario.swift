import QMP

/// The scenarios that need no file.
package enum BuiltInScenario: String, CaseIterable, Sendable {
  case tour
  case quiet
  case flood
  case errors
  case many

  package var summary: String {
    switch self {
    case .tour: "one job of every kind, in every kind of trouble"
    case .quiet: "disks, and no job until you start one"
    case .flood: "thousands of events a second"
    case .errors: "I/O errors that are reported, ignored and waited for"
    case .many: "10,000 jobs"
    }
  }

  /// The scenario, without what the release does not know.
  package func scenario(for release: Release) -> Scenario {
    switch self {
    case .tour: tour.adapted(to: release)
    case .quiet: Scenario(summary: summary, disks: Self.pairs(4, size: 4 << 30))
    case .flood: flood.adapted(to: release)
    case .errors: errors.adapted(to: release)
    case .many: many.adapted(to: release)
    }
  }

  // MARK: - The scenarios

  /// A mirror that becomes ready, a grouped pair of backups of which one is finalized by hand, a
  /// stream that ends by itself, a commit that fails, and a create that is left concluded.
  private var tour: Scenario {
    let backups: [JSONValue] = [
      Self.action("backup0", "disk1", "copy1", ["speed": .integer(64 << 20)]),
      Self.action(
        "backup1",
        "disk2",
        "copy2",
        ["speed": .integer(32 << 20), "auto-finalize": false]
      ),
    ]
    return Scenario(
      summary: summary,
      disks: Self.pairs(4, size: 2 << 30, bandwidth: 400 << 20) + [
        Disk(name: "base", size: 2 << 30),
        Disk(name: "overlay", size: 2 << 30, allocated: 1 << 30, backing: "base"),
        Disk(name: "worn-base", size: 1 << 30),
        Disk(
          name: "worn",
          size: 1 << 30,
          backing: "worn-base",
          faults: [Disk.Fault(offset: 256 << 20)]
        ),
      ],
      steps: [
        Self.step(
          "blockdev-create",
          "image0",
          ["options": ["driver": "file", "filename": "/images/new.img", "size": .integer(1 << 30)]]
        ),
        Self.step(
          "blockdev-mirror",
          "mirror0",
          [
            "device": "disk0", "target": "copy0", "sync": "full", "speed": .integer(100 << 20),
            "auto-dismiss": false,
          ]
        ),
        Scenario.Step(
          Request(
            "transaction",
            ["actions": .array(backups), "properties": ["completion-mode": "grouped"]]
          )
        ),
        Self.step(
          "block-stream",
          "stream0",
          ["device": "overlay", "speed": .integer(128 << 20)]
        ),
        Self.step(
          "block-commit",
          "commit0",
          ["device": "worn", "speed": .integer(32 << 20), "auto-dismiss": false]
        ),
      ]
    )
  }

  /// Two backups of a disk that never gets better and whose errors are ignored, and jobs that come
  /// and go.
  private var flood: Scenario {
    let broken = Disk.Fault(offset: 0, operation: .write, cause: .noSpace, count: 0)
    let disks = [
      Disk(name: "disk0", size: 1 << 30),
      Disk(name: "copy0", size: 1 << 30, faults: [broken]),
      Disk(name: "small", size: 1 << 20),
      Disk(name: "small-copy", size: 1 << 20),
    ]
    let short = (0..<10_000).map { index in
      Self.step(
        "blockdev-backup",
        "tick\(index)",
        ["device": "small", "target": "small-copy", "sync": "full"],
        after: .milliseconds(10 * index)
      )
    }
    let ignoring = Self.step(
      "blockdev-backup",
      "flood0",
      ["device": "disk0", "target": "copy0", "sync": "full", "on-target-error": "ignore"]
    )
    return Scenario(summary: summary, disks: disks, steps: [ignoring] + short)
  }

  /// One backup for each way of meeting an error, and a mirror that fails once it is ready.
  private var errors: Scenario {
    let policies = ["report", "ignore", "stop", "enospc"]
    let disks = policies.flatMap { policy in
      [
        Disk(
          name: "\(policy)-disk",
          size: 1 << 30,
          faults: [
            Disk.Fault(
              offset: 64 << 20,
              operation: .read,
              cause: policy == "enospc" ? .noSpace : .io,
              count: 3
            )
          ]
        ),
        Disk(name: "\(policy)-copy", size: 1 << 30),
      ]
    }
    let mirrored = [
      Disk(name: "late-disk", size: 1 << 30),
      Disk(
        name: "late-copy",
        size: 1 << 30,
        faults: [Disk.Fault(offset: 1 << 30, operation: .write)]
      ),
    ]
    let backups = policies.map { policy in
      Self.step(
        "blockdev-backup",
        "\(policy)0",
        [
          "device": .string("\(policy)-disk"), "target": .string("\(policy)-copy"),
          "sync": "full", "speed": .integer(32 << 20), "on-source-error": .string(policy),
          "auto-dismiss": false,
        ]
      )
    }
    let mirror = Self.step(
      "blockdev-mirror",
      "late0",
      [
        "device": "late-disk", "target": "late-copy", "sync": "full", "on-target-error": "stop",
        "auto-dismiss": false,
      ]
    )
    return Scenario(summary: summary, disks: disks + mirrored, steps: backups + [mirror])
  }

  private var many: Scenario {
    let numbers = 0..<10_000
    return Scenario(
      summary: summary,
      disks: Self.pairs(numbers.count, size: 1 << 40),
      steps: numbers.map { number in
        Self.step(
          number.isMultiple(of: 2) ? "blockdev-backup" : "blockdev-mirror",
          "job\(number)",
          [
            "device": .string("disk\(number)"), "target": .string("copy\(number)"),
            "sync": "full", "speed": .integer(1 << 20),
          ]
        )
      }
    )
  }

  // MARK: - Parts

  /// Disks named disk0, disk1 and so on, each with a copy0, copy1 beside it.
  private static func pairs(
    _ count: Int,
    size: Int64,
    bandwidth: Int64 = Disk.standardBandwidth
  ) -> [Disk] {
    (0..<count).flatMap { number in
      ["disk", "copy"].map { Disk(name: "\($0)\(number)", size: size, bandwidth: bandwidth) }
    }
  }

  private static func step(
    _ command: String,
    _ id: String,
    _ arguments: JSONObject,
    after: Duration = .zero
  ) -> Scenario.Step {
    var all: JSONObject = ["job-id": .string(id)]
    for member in arguments.members { all[member.name] = member.value }
    return Scenario.Step(after: after, Request(command, all))
  }

  private static func action(
    _ id: String,
    _ device: String,
    _ target: String,
    _ more: JSONObject
  ) -> JSONValue {
    var data: JSONObject = [
      "job-id": .string(id), "device": .string(device), "target": .string(target), "sync": "full",
    ]
    for member in more.members { data[member.name] = member.value }
    return ["type": "blockdev-backup", "data": .object(data)]
  }
}
