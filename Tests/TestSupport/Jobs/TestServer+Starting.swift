extension TestServer {
  /// Starts a mirror; it goes ready when it has copied its source, and stays so.
  package func startMirror(
    _ id: String,
    from source: JobSource = .large,
    _ options: JobOptions = JobOptions()
  ) throws(SupportFailure) {
    try execute("blockdev-mirror", try copyArguments(id, source, options))
  }

  /// Starts a backup; it ends by itself when it has copied its source.
  package func startBackup(
    _ id: String,
    from source: JobSource = .large,
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
        "options": [
          "driver": "file", "filename": .string(file), "size": .integer(JobSource.smallSize),
        ],
      ]
    )
  }

  /// Starts the creation of an image on a node that is too slow for it; the job runs, whatever is done
  /// to it.
  package func startEndlessCreate(_ id: String) throws(SupportFailure) {
    let node = try addSluggishNode()
    try execute(
      "blockdev-create",
      [
        "job-id": .string(id),
        "options": [
          "driver": "qcow2", "file": .string(node), "size": .integer(JobSource.smallSize),
        ],
      ]
    )
    try waitForStatus("running", of: id)
  }

  /// Starts a stream into an overlay; it ends by itself when all of the source is there.
  package func startStream(
    _ id: String,
    from source: JobSource = .large,
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
    from source: JobSource = .small,
    _ options: JobOptions = JobOptions()
  ) throws(SupportFailure) {
    let overlay = try addOverlay(over: source)
    var arguments = controlArguments(id, source, options)
    arguments["device"] = .string(overlay)
    try execute("block-commit", arguments)
  }

  /// Starts two backups that wait for each other: neither finishes before both can.
  ///
  /// The second one reads the large source by default and never gets there by itself, so the first one
  /// sits in waiting when it is through.
  package func startGroup(
    _ first: String,
    _ second: String,
    from secondSource: JobSource = .large,
    autoFinalize: Bool = true,
    autoDismiss: Bool = true
  ) throws(SupportFailure) {
    let options = JobOptions(autoFinalize: autoFinalize, autoDismiss: autoDismiss)
    let actions: [JSON] = [
      ["type": "blockdev-backup", "data": try copyArguments(first, .small, options)],
      ["type": "blockdev-backup", "data": try copyArguments(second, secondSource, options)],
    ]
    try execute(
      "transaction",
      ["actions": .array(actions), "properties": ["completion-mode": "grouped"]]
    )
  }

  private func copyArguments(
    _ id: String,
    _ source: JobSource,
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

  /// What is as usual is left out: the first releases have no words for it.
  private func controlArguments(_ id: String, _ source: JobSource, _ options: JobOptions) -> JSON {
    var arguments: JSON = [
      "job-id": .string(id), "speed": .integer(options.speed ?? (source == .large ? 1 : 0)),
    ]
    if !options.autoFinalize { arguments["auto-finalize"] = false }
    if !options.autoDismiss { arguments["auto-dismiss"] = false }
    return arguments
  }
}
