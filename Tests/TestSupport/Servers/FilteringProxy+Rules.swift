extension FilteringProxy {
  /// What the proxy hides or changes.
  package struct Rules: Sendable, Hashable {
    /// Commands that the server does not seem to know.
    package var hiddenCommands: Set<String>
    /// Events that are not passed on.
    package var hiddenEvents: Set<String>
    /// Commands that are not passed on and never answered.
    package var unansweredCommands: Set<String>
    /// Commands that are carried out and whose replies are not passed on.
    package var unansweredReplies: Set<String>
    /// The version in the greeting, such as 2.12.0; nil leaves the real one.
    package var version: String?

    package init(
      hiddenCommands: Set<String> = [],
      hiddenEvents: Set<String> = [],
      unansweredCommands: Set<String> = [],
      unansweredReplies: Set<String> = [],
      version: String? = nil
    ) {
      self.hiddenCommands = hiddenCommands
      self.hiddenEvents = hiddenEvents
      self.unansweredCommands = unansweredCommands
      self.unansweredReplies = unansweredReplies
      self.version = version
    }

    /// As QEMU 2.12: block jobs alone, and no event for a status.
    package static let qemu212 = Rules(
      hiddenCommands: modernCommands.union(["block-job-change"]),
      hiddenEvents: ["JOB_STATUS_CHANGE"],
      version: "2.12.0"
    )

    /// What came with QEMU 3.0 for jobs of every type.
    package static let modernCommands: Set<String> = [
      "query-jobs", "job-pause", "job-resume", "job-cancel", "job-complete", "job-finalize",
      "job-dismiss", "blockdev-create",
    ]
  }
}
