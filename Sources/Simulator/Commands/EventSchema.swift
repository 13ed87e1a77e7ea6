import QMP

/// An event with its data, as QEMU's schema has it (qapi/job.json, block-core.json,
/// run-state.json).
struct EventSchema: Sendable {
  let name: String
  let members: [Argument]

  private init(_ name: String, _ members: [Argument] = []) {
    self.name = name
    self.members = members
  }

  /// What a release sends, as far as the simulator does.
  static func sent(by release: Release) -> [EventSchema] {
    (release.hasJobFamily
      ? [EventSchema("JOB_STATUS_CHANGE", [required("id"), required("status")])] : [])
      + [
        EventSchema("BLOCK_JOB_COMPLETED", ending + [Argument("error", .string)]),
        EventSchema("BLOCK_JOB_CANCELLED", ending),
        EventSchema("BLOCK_JOB_ERROR", ["device", "operation", "action"].map { required($0) }),
        EventSchema("BLOCK_JOB_READY", ending),
        EventSchema("BLOCK_JOB_PENDING", [required("type"), required("id")]),
        EventSchema(
          "SHUTDOWN",
          [required("guest", .boolean)] + (release.isAtLeast(4, 0) ? [required("reason")] : [])
        ),
        EventSchema("STOP"),
        EventSchema("RESUME"),
      ]
  }

  private static let ending =
    [required("type"), required("device")]
    + ["len", "offset", "speed"].map { required($0, .integer) }

  private static func required(_ name: String, _ shape: Shape = .string) -> Argument {
    Argument(name, shape, required: true)
  }
}
