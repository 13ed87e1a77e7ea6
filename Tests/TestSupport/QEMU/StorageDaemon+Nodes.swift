extension StorageDaemon {
  /// Makes an image file in the daemon's directory, without adding it as a node, and gives its path.
  package func makeImage(_ image: DiskImage) throws(SupportFailure) -> String {
    let file = directory.path(image.name)
    let format = image.format.rawValue
    try CommandRun.succeed(
      qemu.tool("qemu-img"),
      ["create", "-q", "-f", format, file, image.size]
    )
    if let pattern = image.pattern {
      try CommandRun.succeed(
        qemu.tool("qemu-io"),
        ["-f", format, "-c", "write -q -P \(pattern) 0 \(image.size)", file]
      )
    }
    return file
  }

  /// Adds a node over an image file.
  package func addNode(
    _ node: String,
    from file: String,
    format: DiskImage.Format,
    backing: String? = nil
  ) throws(SupportFailure) {
    var options: JSON = [
      "node-name": .string(node), "driver": .string(format.rawValue),
      "file": ["driver": "file", "filename": .string(file)],
    ]
    options["backing"] = backing.map(JSON.string)
    try execute("blockdev-add", options)
  }

  /// Compares two images, byte for byte as a guest would see them.
  package func areSame(
    _ first: String,
    _ firstFormat: DiskImage.Format,
    _ second: String,
    _ secondFormat: DiskImage.Format
  ) throws(SupportFailure) -> Bool {
    let result = try CommandRun.run(
      qemu.tool("qemu-img"),
      ["compare", "-U", "-f", firstFormat.rawValue, "-F", secondFormat.rawValue, first, second]
    )
    guard result.status <= 1 else {
      throw .toolFailed(command: "qemu-img compare", said: result.description)
    }
    return result.status == 0
  }

  // MARK: - For jobs

  package func addNode(for source: JobSource) throws(SupportFailure) -> String {
    switch source {
    case .small:
      return try addEmptyNode(size: size(of: source))
    case .large:
      return try addEmptyNode(size: size(of: source), latency: 1_000_000)
    case .unreadable:
      let node = newName("source")
      try execute(
        "blockdev-add",
        [
          "node-name": .string(node), "driver": "blkdebug",
          "image": [
            "driver": "null-co", "size": .integer(try size(of: source)), "read-zeroes": false,
          ],
          "inject-error": [["event": "none", "iotype": "read", "errno": 5]],
        ]
      )
      return node
    case .node(let node):
      return node
    }
  }

  package func addTarget(for source: JobSource) throws(SupportFailure) -> String {
    try addEmptyNode(size: size(of: source))
  }

  package func addOverlay(over source: JobSource) throws(SupportFailure) -> String {
    let base = try addNode(for: source)
    let overlay = newName("overlay")
    let size = try size(of: source)
    let file = try makeImage(DiskImage(overlay, size: "\(size)", format: .qcow2))
    try addNode(overlay, from: file, format: .qcow2, backing: base)
    return overlay
  }

  /// A node that takes a quarter of an hour to write anything.
  package func addSluggishNode() throws(SupportFailure) -> String {
    let node = newName("slow")
    try execute(
      "blockdev-add",
      ["node-name": .string(node), "driver": "null-co", "latency-ns": 1_000_000_000_000]
    )
    return node
  }

  /// Adds a node of the null driver: it keeps nothing, and all of it counts as data.
  private func addEmptyNode(size: Int, latency: Int = 0) throws(SupportFailure) -> String {
    let node = newName("null")
    try execute(
      "blockdev-add",
      [
        "node-name": .string(node), "driver": "null-co", "size": .integer(size),
        "latency-ns": .integer(latency),
        "read-zeroes": false,
      ]
    )
    return node
  }

  private func size(of source: JobSource) throws(SupportFailure) -> Int {
    guard case .node(let node) = source else { return source.size ?? 0 }
    let nodes = try execute("query-named-block-nodes").elements
    let found = nodes.first { $0["node-name"] == .string(node) }
    guard let size = found?["image"]?["virtual-size"]?.integer else {
      throw .malformed("no node '\(node)'")
    }
    return size
  }
}
