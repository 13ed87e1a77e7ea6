extension Machine {
  /// Starts a mirror of the disk that writes nothing before a guest does, and waits until it is ready.
  ///
  /// Its first write fails, and stops it.
  package func startFailingMirror(_ id: String) throws(SupportFailure) {
    try monitor.execute(
      "blockdev-add",
      [
        "node-name": "failing", "driver": "blkdebug",
        "image": ["driver": "null-co", "size": 1_048_576],
        "inject-error": [["event": "none", "iotype": "write", "errno": 5, "once": true]],
      ]
    )
    try startMirror(
      id,
      to: "failing",
      ["sync": "none", "on-target-error": "stop", "filter-node-name": "guest-side"]
    )
  }

  /// Starts a mirror that is to take the place of the disk, and waits until it is ready.
  package func startReplacingMirror(_ id: String) throws(SupportFailure) {
    try monitor.execute(
      "blockdev-add",
      ["node-name": "copy", "driver": "null-co", "size": 1_048_576]
    )
    try startMirror(id, to: "copy", ["sync": "full", "replaces": "disk"])
  }

  private func startMirror(
    _ id: String,
    to target: String,
    _ options: JSON
  ) throws(SupportFailure) {
    var arguments: JSON = ["job-id": .string(id), "device": "disk", "target": .string(target)]
    arguments.merge(options)
    try monitor.execute("blockdev-mirror", arguments)
    try monitor.waitForStatus("ready", of: id)
  }
}
