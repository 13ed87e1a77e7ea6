import TestSupport

/// Cancel in every status, soft and hard, of jobs that go by themselves afterwards.
enum CancelScripts {
  static let all: [Script] =
    JobKind.allCases.filter(\.isBlockJob).map(automatic) + [completedBefore, finalizedBefore]

  /// A job whose every end is automatic, so that nobody can look at it once it is over.
  private static func automatic(_ kind: JobKind) -> Script {
    var builder = ScriptBuilder()
    for status in kind.statuses where status != .concluded && status != .waiting {
      for (index, form) in [VerbScripts.Form.jobCancel, .softCancel, .hardCancel].enumerated() {
        let id = "\(status)\(index)"
        let isPausedSoft = form == .softCancel && (status == .paused || status == .standby)
        builder.hold(status, kind, id, ["auto-dismiss": true])
        builder.request(form.command, form.arguments(id))
        if isPausedSoft {
          builder.request("job-resume", ["id": .string(id)])
          builder.until(id, is: status == .paused ? .running : .ready)
          builder.request(form.command, form.arguments(id))
        }
        if form == .softCancel, status == .ready || status == .standby {
          builder.until(id, is: .pending)
          builder.request("job-finalize", ["id": .string(id)])
        }
        builder.untilGone(id)
      }
    }
    return builder.script("cancel of \(kind) that nobody dismisses")
  }

  /// Complete is accepted while a mirror stands by, and nothing comes of it until it is resumed.
  private static let completedBefore = Script.build(
    "cancel of a mirror that is to complete",
    since: "6.0"
  ) { builder in
    for form in [VerbScripts.Form.jobCancel, .softCancel, .hardCancel] {
      let id = form.shortName
      builder.hold(.standby, .mirror, id)
      builder.request("job-complete", ["id": .string(id)])
      builder.until(id, is: .standby)
      builder.request(form.command, form.arguments(id))
      if form == .softCancel {
        builder.request("job-resume", ["id": .string(id)])
        builder.until(id, is: .pending)
        builder.remove(id, .pending)
      } else {
        builder.until(id, is: .concluded)
        builder.remove(id, .concluded)
      }
    }
  }

  /// A cancel too late.
  private static let finalizedBefore = Script.build("cancel of jobs that are over") { builder in
    for kind in JobKind.allCases {
      let id = kind.rawValue
      builder.hold(.concluded, kind, id)
      for form in [VerbScripts.Form.jobCancel, .softCancel, .hardCancel] {
        builder.request(form.command, form.arguments(id))
      }
      builder.remove(id, .concluded)
      for form in VerbScripts.Form.allCases {
        builder.request(form.command, form.arguments(id))
      }
    }
  }
}
