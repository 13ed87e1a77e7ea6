package import QMP

/// A verb with its object: what an operator asks for, before it is known what the server offers.
package struct VerbRequest: Hashable, Sendable {
  package enum Action: Hashable, Sendable {
    case pause
    case resume
    /// Before ready it aborts; a ready mirror or active commit ends without pivoting and keeps its
    /// copy.
    case cancel
    /// Aborts at once, in any status.
    case forceCancel
    case complete
    case finalize
    case dismiss
    case setSpeed(ByteRate)
  }

  package let action: Action
  package let id: String

  package init(_ action: Action, _ id: String) {
    self.action = action
    self.id = id
  }

  /// Whether a refusal only says that the command is of no use here, and the next one should be
  /// tried.
  package func triesNext(after error: ServerError) -> Bool {
    switch error.errorClass {
    case .commandNotFound: true
    // A job outside the block family.
    case .deviceNotActive: action == .cancel
    case .generic, .deviceNotFound, .other: false
    }
  }

  package var verb: JobVerb {
    action.verb
  }

  /// The commands that carry it out, the one to be tried first in front; `type` is the job's when
  /// known.
  ///
  /// Each next one is for servers that do not have the one before. A job that can become ready, and
  /// one of unknown type, is cancelled by `block-job-cancel`, because `job-cancel` always forces
  /// and throws away a copy that is complete (job-qmp.c, 3.0 to 10.2).
  package func commands(for type: Reported<JobType>?) -> [Request] {
    let modern: JSONObject = ["id": .string(id)]
    let older: JSONObject = ["device": .string(id)]
    switch action {
    case .pause:
      return [Request("job-pause", modern), Request("block-job-pause", older)]
    case .resume:
      return [Request("job-resume", modern), Request("block-job-resume", older)]
    case .cancel:
      let forced = VerbRequest(.forceCancel, id).commands(for: type)
      guard let type = type?.known else {
        return [Request("block-job-cancel", older), Request("job-cancel", modern)]
      }
      return type.canBecomeReady ? [Request("block-job-cancel", older)] : forced
    case .forceCancel:
      let forced: JSONObject = ["device": .string(id), "force": true]
      return [Request("job-cancel", modern), Request("block-job-cancel", forced)]
    case .complete:
      return [Request("job-complete", modern), Request("block-job-complete", older)]
    case .finalize:
      return [Request("job-finalize", modern), Request("block-job-finalize", modern)]
    case .dismiss:
      return [Request("job-dismiss", modern), Request("block-job-dismiss", modern)]
    case .setSpeed(let rate):
      let speed: JSONValue = .integer(rate.bytesPerSecond)
      return [Request("block-job-set-speed", ["device": .string(id), "speed": speed])]
    }
  }
}

extension VerbRequest.Action {
  package var verb: JobVerb {
    switch self {
    case .pause: .pause
    case .resume: .resume
    case .cancel, .forceCancel: .cancel
    case .complete: .complete
    case .finalize: .finalize
    case .dismiss: .dismiss
    case .setSpeed: .setSpeed
    }
  }
}
