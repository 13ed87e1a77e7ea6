import TestSupport

/// A node that a script needs, to be made in both servers.
struct Node: Sendable {
  enum Kind: Sendable {
    /// Keeps nothing, and all of it counts as data.
    case null
    /// A raw file full of data.
    case file
    /// A raw file of which twenty requests are done a second.
    case slow
    /// Such a file whose requests of one kind fail, once or always.
    case failing(Failure)
    /// An image, over another node or over none, either empty or full of data.
    case image(on: String?, isFull: Bool)
  }

  struct Failure: Sendable {
    enum Operation: String, CaseIterable, Sendable {
      case read
      case write
    }

    let operation: Operation
    /// For want of room instead of an I/O error.
    var isFull = false
    var once = true
  }

  let name: String
  let size: Int
  let kind: Kind

  static let small = 1 << 20
  static let large = 64 << 30

  // MARK: - In the daemon

  func add(to daemon: StorageDaemon) throws {
    var options: JSON = ["node-name": .string(name)]
    switch kind {
    case .null:
      options["driver"] = "null-co"
      options["size"] = .integer(size)
      options["read-zeroes"] = false
    case .file:
      options["driver"] = "raw"
      options["file"] = file(try makeFile(for: daemon))
    case .slow:
      try daemon.execute(
        "object-add",
        ["qom-type": "throttle-group", "id": "\(name)-group", "limits": ["iops-total": 20]]
      )
      options["driver"] = "throttle"
      options["throttle-group"] = "\(name)-group"
      options["file"] = file(try makeFile(for: daemon))
    case .failing(let failure):
      options["driver"] = "blkdebug"
      options["image"] = file(try makeFile(for: daemon))
      options["inject-error"] = [
        [
          "event": "none", "iotype": .string(failure.operation.rawValue),
          "errno": failure.isFull ? 28 : 5, "once": .bool(failure.once),
        ]
      ]
    case .image(let base, let isFull):
      options["driver"] = "qcow2"
      options["file"] = file(try makeImage(isFull: isFull, for: daemon))
      options["backing"] = base.map(JSON.string)
    }
    try daemon.execute("blockdev-add", options)
  }

  /// A file that need not reach the disk.
  private func file(_ path: String) -> JSON {
    ["driver": "file", "filename": .string(path), "cache": ["no-flush": true]]
  }

  private func makeFile(for daemon: StorageDaemon) throws -> String {
    try daemon.directory.write(String(repeating: "x", count: size), to: name)
  }

  private func makeImage(isFull: Bool, for daemon: StorageDaemon) throws -> String {
    guard size == Node.large, isFull else {
      return try daemon.makeImage(
        DiskImage(name, size: "\(size)", format: .qcow2, filledWith: isFull ? 1 : nil)
      )
    }
    // All clusters are there and none is written: much data that takes no room.
    let file = daemon.directory.path(name)
    try CommandRun.succeed(
      daemon.qemu.tool("qemu-img"),
      [
        "create", "-q", "-f", "qcow2", "-o", "cluster_size=2M,preallocation=metadata", file,
        "\(size)",
      ]
    )
    return file
  }

  // MARK: - In the sandbox

  /// An element of `disks` in a scenario.
  var disk: JSON {
    var disk: JSON = ["name": .string(name), "size": .integer(size)]
    switch kind {
    case .null, .file: break
    case .slow: disk["bandwidth"] = .integer(2 << 20)
    case .failing(let failure):
      disk["faults"] = [
        [
          "at": 0, "operation": .string(failure.operation.rawValue),
          "cause": failure.isFull ? "nospace" : "io", "count": failure.once ? 1 : 0,
        ]
      ]
    case .image(let base, let isFull):
      disk["backing"] = base.map(JSON.string)
      disk["allocated"] = .integer(isFull ? size : 0)
    }
    return disk
  }
}
