import TestSupport

/// Every verb of both families in every status that a job of each kind can be held in.
enum VerbScripts {
  static let all: [Script] = JobKind.allCases.flatMap { kind in
    kind.statuses.map { script(kind, $0) }
  }

  private static func script(_ kind: JobKind, _ status: HeldStatus) -> Script {
    var builder = ScriptBuilder()
    // What changes nothing goes to one job, one after the other.
    builder.hold(status, kind, "same")
    for form in Form.allCases where form.effect(on: kind, in: status) == nil {
      builder.request(form.command, form.arguments("same"))
    }
    builder.until("same", is: status)
    builder.remove("same", status)
    for form in Form.allCases {
      guard let effect = form.effect(on: kind, in: status) else { continue }
      let id = form.shortName
      builder.hold(status, kind, id)
      builder.request(form.command, form.arguments(id))
      switch effect {
      case .gone: builder.untilGone(id)
      case .held(let next):
        builder.until(id, is: next)
        builder.remove(id, next)
      }
      if status == .waiting {
        builder.until("\(id)-partner", is: .concluded)
        builder.remove("\(id)-partner", .concluded)
      }
    }
    return builder.script("verbs on \(kind) that is \(status)")
  }
}

extension VerbScripts {
  /// A command that applies a verb.
  enum Form: String, CaseIterable {
    case jobPause = "job-pause"
    case jobResume = "job-resume"
    case jobCancel = "job-cancel"
    case jobComplete = "job-complete"
    case jobFinalize = "job-finalize"
    case jobDismiss = "job-dismiss"
    case blockJobPause = "block-job-pause"
    case blockJobResume = "block-job-resume"
    case softCancel = "block-job-cancel"
    case hardCancel = "block-job-cancel-force"
    case blockJobComplete = "block-job-complete"
    case blockJobFinalize = "block-job-finalize"
    case blockJobDismiss = "block-job-dismiss"
    case setSpeed = "block-job-set-speed"
    case change = "block-job-change"

    enum Effect {
      case held(HeldStatus)
      case gone
    }

    var command: String {
      self == .hardCancel ? "block-job-cancel" : rawValue
    }

    var shortName: String {
      rawValue.replacing("block-job-", with: "b-").replacing("job-", with: "j-")
    }

    func arguments(_ id: String) -> JSON {
      switch self {
      case .jobPause, .jobResume, .jobCancel, .jobComplete, .jobFinalize, .jobDismiss,
        .blockJobFinalize, .blockJobDismiss:
        ["id": .string(id)]
      case .blockJobPause, .blockJobResume, .softCancel, .blockJobComplete:
        ["device": .string(id)]
      case .hardCancel: ["device": .string(id), "force": true]
      case .setSpeed: ["device": .string(id), "speed": 50_000_000]
      case .change: ["id": .string(id), "type": "mirror", "copy-mode": "background"]
      }
    }

    /// Where the verb takes a job that is held with neither end automatic; nil for nowhere.
    func effect(on kind: JobKind, in status: HeldStatus) -> Effect? {
      guard kind.isBlockJob || !command.hasPrefix("block-job") else { return nil }
      return effect(in: status)
    }

    private func effect(in status: HeldStatus) -> Effect? {
      switch (self, status) {
      case (.jobPause, .running), (.blockJobPause, .running): .held(.paused)
      case (.jobPause, .ready), (.blockJobPause, .ready): .held(.standby)
      case (.jobResume, .paused), (.blockJobResume, .paused): .held(.running)
      case (.jobResume, .standby), (.blockJobResume, .standby): .held(.ready)
      case (.jobComplete, .ready), (.blockJobComplete, .ready): .held(.pending)
      // Accepted from 6.0 on, with an effect once it is resumed: not for a job that goes on.
      case (.jobComplete, .standby), (.blockJobComplete, .standby): .held(.standby)
      case (.softCancel, .ready): .held(.pending)
      case (.softCancel, .paused), (.softCancel, .standby): nil
      case (_, .concluded): self == .jobDismiss || self == .blockJobDismiss ? .gone : nil
      case (.jobCancel, _), (.hardCancel, _), (.softCancel, _): .held(.concluded)
      case (.jobFinalize, .pending), (.blockJobFinalize, .pending): .held(.concluded)
      default: nil
      }
    }
  }
}
