extension StorageDaemon {
  /// What to ask for when a job starts.
  package struct JobOptions: Sendable {
    /// Bytes a second; nil stands for 1 with the large source and for no limit with any other.
    package var speed: Int?
    package var autoFinalize: Bool
    package var autoDismiss: Bool
    /// What an error does: report, ignore, enospc, stop.
    package var onError: String?
    /// The node to write to; nil makes one that keeps nothing.
    package var target: String?

    package init(
      speed: Int? = nil,
      autoFinalize: Bool = true,
      autoDismiss: Bool = true,
      onError: String? = nil,
      target: String? = nil
    ) {
      self.speed = speed
      self.autoFinalize = autoFinalize
      self.autoDismiss = autoDismiss
      self.onError = onError
      self.target = target
    }
  }

  /// Starts a mirror; it goes ready when it has copied its source, and stays so.
  package func startMirror(
    _ id: String,
    from source: Source = .large,
    _ options: JobOptions = JobOptions()
  ) throws(SupportFailure) {
    try execute("blockdev-mirror", try copyArguments(id, source, options))
  }

  /// Starts a backup; it ends by itself when it has copied its source.
  package func startBackup(
    _ id: String,
    from source: Source = .large,
    _ options: JobOptions = JobOptions()
  ) throws(SupportFailure) {
    try execute("blockdev-backup", try copyArguments(id, source, options))
  }

  /// Starts the creation of an image file; the job concludes and stays until it is dismissed.
  package func startCreate(_ id: String) throws(SupportFailure) {
    let file = directory.path(newName("created"))
    try execute(
      "blockdev-create",
      [
        "job-id": .string(id),
        "options": ["driver": "file", "filename": .string(file), "size": .integer(Self.small)],
      ]
    )
  }

  /// Starts the creation of an image on a node that takes a quarter of an hour to write anything; it
  /// runs, whatever is done to it.
  package func startEndlessCreate(_ id: String) throws(SupportFailure) {
    let node = newName("slow")
    try execute(
      "blockdev-add",
      ["node-name": .string(node), "driver": "null-co", "latency-ns": 1_000_000_000_000]
    )
    try execute(
      "blockdev-create",
      [
        "job-id": .string(id),
        "options": ["driver": "qcow2", "file": .string(node), "size": .integer(Self.small)],
      ]
    )
    try waitForStatus("running", of: id)
  }

  /// Starts a stream into an overlay; it ends by itself when all of the source is there.
  package func startStream(
    _ id: String,
    from source: Source = .large,
    _ options: JobOptions = JobOptions()
  ) throws(SupportFailure) {
    let overlay = try addOverlay(over: source)
    var arguments = controlArguments(id, source, options)
    arguments["device"] = .string(overlay)
    arguments["on-error"] = options.onError.map(JSON.string)
    try execute("block-stream", arguments)
  }

  /// Starts the commit of an active overlay, an empty one: it goes ready at once, and stays so.
  package func startCommit(
    _ id: String,
    from source: Source = .small,
    _ options: JobOptions = JobOptions()
  ) throws(SupportFailure) {
    let overlay = try addOverlay(over: source)
    var arguments = controlArguments(id, source, options)
    arguments["device"] = .string(overlay)
    try execute("block-commit", arguments)
  }

  /// Starts two backups that wait for each other: neither finishes before both can.
  ///
  /// The second one reads the large source and never gets there by itself, so the first one sits in
  /// waiting when it is through.
  package func startGroup(
    _ first: String,
    _ second: String,
    autoFinalize: Bool = true,
    autoDismiss: Bool = true
  ) throws(SupportFailure) {
    let options = JobOptions(autoFinalize: autoFinalize, autoDismiss: autoDismiss)
    let actions: [JSON] = [
      ["type": "blockdev-backup", "data": try copyArguments(first, .small, options)],
      ["type": "blockdev-backup", "data": try copyArguments(second, .large, options)],
    ]
    try execute(
      "transaction",
      ["actions": .array(actions), "properties": ["completion-mode": "grouped"]]
    )
  }

  private func copyArguments(
    _ id: String,
    _ source: Source,
    _ options: JobOptions
  ) throws(SupportFailure) -> JSON {
    var arguments = controlArguments(id, source, options)
    arguments["device"] = .string(try addNode(for: source))
    let target = if let target = options.target { target } else { try addTarget(for: source) }
    arguments["target"] = .string(target)
    arguments["sync"] = "full"
    arguments["on-source-error"] = options.onError.map(JSON.string)
    arguments["on-target-error"] = options.onError.map(JSON.string)
    return arguments
  }

  private func controlArguments(_ id: String, _ source: Source, _ options: JobOptions) -> JSON {
    [
      "job-id": .string(id), "speed": .integer(options.speed ?? (source == .large ? 1 : 0)),
      "auto-finalize": .bool(options.autoFinalize), "auto-dismiss": .bool(options.autoDismiss),
    ]
  }

  private func addOverlay(over source: Source) throws(SupportFailure) -> String {
    let base = try addNode(for: source)
    let overlay = newName("overlay")
    let size = source == .large ? Self.large : Self.small
    let file = try makeImage(DiskImage(overlay, size: "\(size)", format: .qcow2))
    try addNode(overlay, from: file, format: .qcow2, backing: base)
    return overlay
  }
}
