import TestSupport

/// Jobs of every kind from their start to their end, with and without the automatic steps.
enum LifecycleScripts {
  static let all: [Script] =
    JobKind.allCases.flatMap { kind in
      kind.isBlockJob
        ? [(false, false), (true, false), (false, true), (true, true)].map {
          whole(kind, finalizes: $0, dismisses: $1)
        } : [left(kind)]
    } + [
      plain, synced, changed, idle, untouched, drives, reused,
      phantoms, two, limits, chain, shortened,
    ]

  /// A block job; what is not automatic is done by hand.
  private static func whole(_ kind: JobKind, finalizes: Bool, dismisses: Bool) -> Script {
    var builder = ScriptBuilder()
    builder.start(
      kind,
      "j",
      .small,
      ["auto-finalize": .bool(finalizes), "auto-dismiss": .bool(dismisses)]
    )
    builder.complete(kind, "j")
    if !finalizes {
      builder.until("j", is: .pending)
      builder.request("job-finalize", ["id": "j"])
    }
    if !dismisses {
      builder.until("j", is: .concluded)
      builder.request("job-dismiss", ["id": "j"])
    }
    builder.untilGone("j")
    let manual = (finalizes ? [] : ["finalized"]) + (dismisses ? [] : ["dismissed"])
    let manner = manual.isEmpty ? "by itself" : "\(manual.joined(separator: " and ")) by hand"
    return builder.script("life of \(kind), \(manner)")
  }

  /// A job outside the block family, which stays until it is dismissed.
  private static func left(_ kind: JobKind) -> Script {
    var builder = ScriptBuilder()
    builder.hold(.concluded, kind, "j")
    builder.remove("j", .concluded)
    return builder.script("life of \(kind)")
  }

  /// Jobs with nothing said but what must be.
  private static let plain = Script.build("life with the defaults") { builder in
    for kind in JobKind.allCases where kind.isBlockJob {
      let id = kind.rawValue
      for node in kind.nodes(for: id, .small) { builder.add(node) }
      builder.request(kind.command, kind.arguments(id))
      builder.complete(kind, id)
      builder.untilGone(id)
    }
  }

  /// The other modes of copying.
  private static let synced = Script.build("life of copies with other modes") { builder in
    for sync in ["top", "none"] {
      builder.start(.mirror, "mirror-\(sync)", .small, ["sync": .string(sync)])
      builder.until("mirror-\(sync)", is: .ready)
      builder.remove("mirror-\(sync)", .ready)
    }
    builder.start(.backup, "backup-top", .small, ["sync": "top"])
    builder.until("backup-top", is: .pending)
    builder.remove("backup-top", .pending)
    for mode in ["background", "write-blocking"] {
      builder.start(.mirror, mode, .small, ["copy-mode": .string(mode)])
      builder.until(mode, is: .ready)
      builder.remove(mode, .ready)
    }
  }

  /// Mirrors that are told to copy otherwise.
  private static let changed = Script.build(
    "life of mirrors whose mode is changed",
    since: "8.2"
  ) { builder in
    func change(_ id: String, _ arguments: JSON) {
      var arguments = arguments
      arguments["id"] = .string(id)
      builder.request("block-job-change", arguments)
    }
    for first in ["background", "write-blocking"] {
      for status in [HeldStatus.running, .standby] {
        let id = "\(first)-\(status)"
        builder.hold(status, .mirror, id, ["copy-mode": .string(first)])
        for mode in ["background", "write-blocking", "background"] {
          change(id, ["type": "mirror", "copy-mode": .string(mode)])
        }
        change(id, ["type": "backup"])
        builder.request(status == .running ? "job-pause" : "job-resume", ["id": .string(id)])
        builder.until(id, is: status == .running ? .paused : .ready)
        builder.remove(id, .running)
      }
    }
    builder.hold(.running, .backup, "c")
    change("c", ["type": "mirror", "copy-mode": "background"])
    change("c", ["type": "backup"])
    builder.remove("c", .running)
  }

  /// A backup without an end of its own.
  private static let idle = Script.build("life of a backup that only waits for writes") { builder in
    for (id, cancel) in [("a", "block-job-cancel"), ("b", "job-cancel")] {
      builder.start(.backup, id, .small, ["sync": "none"])
      builder.until(id, is: .running)
      builder.request("query-block-jobs")
      builder.request("job-complete", ["id": .string(id)])
      builder.request("block-job-set-speed", ["device": .string(id), "speed": 1000])
      builder.request(cancel, [cancel == "job-cancel" ? "id" : "device": .string(id)])
      builder.until(id, is: .concluded)
      builder.request("job-dismiss", ["id": .string(id)])
      builder.untilGone(id)
    }
  }

  /// A stream with nothing to do.
  private static let untouched = Script.build("life of a stream without a backing file") {
    builder in
    builder.add(Node(name: "alone", size: Node.small, kind: .null))
    for (id, manual) in [("a", false), ("b", true)] {
      builder.request(
        "block-stream",
        ["job-id": .string(id), "device": "alone", "auto-finalize": .bool(!manual)]
      )
      if manual {
        builder.until(id, is: .pending)
        builder.request("block-job-finalize", ["id": .string(id)])
      }
      builder.untilGone(id)
    }
  }

  /// Copies into files that the command makes.
  private static let drives = Script.build("life of copies to files") { builder in
    builder.add(Node(name: "disk", size: Node.small, kind: .null))
    for command in ["drive-backup", "drive-mirror"] {
      builder.request(
        command,
        [
          "job-id": .string(command), "device": "disk", "target": "{folder}/\(command)",
          "sync": "full", "format": "raw",
        ]
      )
      if command == "drive-mirror" {
        builder.until(command, is: .ready)
        builder.request("block-job-cancel", ["device": .string(command)])
      }
      builder.untilGone(command)
    }
  }

  /// An id that is free again when its job is gone.
  private static let reused = Script.build("life of an id") { builder in
    builder.hold(.concluded, .backup, "j")
    builder.request("blockdev-backup", JobKind.backup.arguments("j"))
    builder.request("blockdev-mirror", JobKind.mirror.arguments("j"))
    builder.request("blockdev-create", JobKind.create.arguments("j"))
    builder.remove("j", .concluded)
    builder.request("blockdev-mirror", JobKind.mirror.arguments("j"))
    builder.until("j", is: .ready)
    builder.request("job-complete", ["id": "j"])
    builder.untilGone("j")
  }

  /// Starts that fail when the job is there already.
  private static let phantoms = Script.build("life of jobs that never start") { builder in
    for kind in JobKind.allCases where kind.isBlockJob {
      builder.start(kind, kind.rawValue, .small, ["speed": -1])
      builder.start(kind, "\(kind.rawValue)-2", .small, ["job-id": "2"])
    }
  }

  /// Two jobs side by side, and a third that meets their nodes.
  private static let two = Script.build("life of two jobs") { builder in
    builder.hold(.ready, .mirror, "a")
    builder.hold(.running, .backup, "b")
    builder.request("query-jobs")
    builder.request("query-block-jobs")
    builder.hold(.concluded, .create, "c")
    builder.request("query-jobs")
    builder.request("query-block-jobs")
    builder.add(Node(name: "other", size: Node.small, kind: .null))
    for device in ["a-disk", "a-copy", "b-disk", "b-copy"] {
      builder.request(
        "blockdev-backup",
        ["job-id": "d", "device": .string(device), "target": "other", "sync": "full"]
      )
      builder.request(
        "blockdev-mirror",
        ["job-id": "d", "device": "other", "target": .string(device), "sync": "full"]
      )
    }
    builder.until("a", is: .ready)
    builder.until("b", is: .running)
    builder.remove("a", .ready)
    builder.remove("b", .running)
    builder.remove("c", .concluded)
  }

  private static let limits = Script.build("life under a limit") { builder in
    builder.hold(.running, .backup, "j")
    for speed in [1 << 20, 1 << 27, -1] {
      builder.request("block-job-set-speed", ["device": "j", "speed": .integer(speed)])
      builder.until("j", is: .running)
    }
    builder.remove("j", .running)
    builder.hold(.ready, .mirror, "m")
    for speed in [1, 0, .max] {
      builder.request("block-job-set-speed", ["device": "m", "speed": .integer(speed)])
      builder.until("m", is: .ready)
    }
    builder.remove("m", .ready)
  }

  /// What jobs within a chain leave behind.
  private static let chain = Script.build("life of a chain of disks") { builder in
    for node in JobKind.commit.nodes(for: "j", .small) { builder.add(node) }
    func stream(_ id: String, _ more: [String: JSON]) {
      builder.request(
        "block-stream",
        .object(["job-id": .string(id), "device": "j-top"].merging(more) { $1 })
      )
      builder.untilGone(id)
    }
    stream("a", ["base-node": "j-middle"])
    stream("b", ["base-node": "j-base"])
    builder.request(
      "block-stream",
      ["job-id": "c", "device": "j-top", "base-node": "j-middle"]
    )
    builder.request("block-commit", ["job-id": "c", "device": "j-top", "top-node": "j-middle"])
    stream("d", [:])
    stream("e", [:])
    builder.request("block-commit", ["job-id": "f", "device": "j-top"])
    builder.request("block-stream", ["job-id": "f", "device": "j-top", "base-node": "j-base"])
  }

  /// What commits leave behind.
  private static let shortened = Script.build("life of a chain that is shortened") { builder in
    for node in JobKind.commit.nodes(for: "j", .small) { builder.add(node) }
    let commit: JSON = ["job-id": "a", "device": "j-top", "top-node": "j-middle"]
    builder.request("block-commit", commit)
    builder.untilGone("a")
    builder.request("block-commit", commit)
    builder.request("block-commit", ["job-id": "b", "device": "j-top"])
    builder.until("b", is: .ready)
    builder.request("job-complete", ["id": "b"])
    builder.untilGone("b")
  }
}
