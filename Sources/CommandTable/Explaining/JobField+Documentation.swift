import Jobs

extension JobField {
  /// Its type in JSON, with its unit.
  var kind: String {
    switch self {
    case .id, .type, .status, .device, .ioStatus, .error: "string"
    case .currentProgress, .totalProgress: "integer, in bytes or steps"
    case .percent: "number from 0 to 100, with one digit behind the point"
    case .rate, .speed: "integer, in bytes a second"
    case .etaSeconds: "integer, in seconds"
    case .ready, .autoFinalize, .autoDismiss: "boolean"
    }
  }

  /// When it is not there.
  var absence: Prose {
    switch self {
    case .id, .type, .status: "It is always there."
    case .currentProgress, .totalProgress: "It is absent where the server tells no such number."
    case .percent: "It is absent while the total is 0."
    case .rate: "It is absent unless \(OutputOptions.columns) names it."
    case .etaSeconds:
      "It is absent unless \(OutputOptions.columns) names it, and while nothing moves."
    case .speed, .device, .ioStatus, .ready, .autoFinalize, .autoDismiss:
      "It is absent for jobs outside the block family: create, amend and snapshots."
    case .error: "It is absent while nothing has gone wrong."
    }
  }

  /// Where it comes from.
  var source: Prose {
    switch self {
    case .id: "From \(literal: "query-jobs"); before QEMU 3.0 from \(Self.older("device"))."
    case .type, .status, .error:
      "From \(literal: "query-jobs"); before QEMU 3.0 from \(literal: "query-block-jobs")."
    case .currentProgress:
      "From \(literal: "query-jobs"); before QEMU 3.0 from \(Self.older("offset"))."
    case .totalProgress:
      "From \(literal: "query-jobs"); before QEMU 3.0 from \(Self.older("len"))."
    case .percent: "Computed."
    case .rate, .etaSeconds: "Measured by looking twice, a second apart."
    case .speed, .device, .ioStatus, .ready, .autoFinalize, .autoDismiss:
      "From \(literal: "query-block-jobs")."
    }
  }

  private static func older(_ member: String) -> Prose {
    "\(literal: member) in \(literal: "query-block-jobs")"
  }
}
