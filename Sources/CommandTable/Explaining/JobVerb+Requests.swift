import Jobs
import QMP

extension JobVerb {
  /// Which QMP commands carry it out; nil where jobctl sends none.
  package var requests: Prose? {
    switch self {
    case .cancel:
      """
      For a mirror or commit without \(VerbOptions.force) sent as \(text: Self.words(.cancel)); otherwise as \
      \(text: Self.words(.forceCancel)).
      """
    case .pause: "Sent as \(text: Self.words(.pause))."
    case .resume: "Sent as \(text: Self.words(.resume))."
    case .setSpeed: "Sent as \(text: Self.words(.setSpeed(.unlimited)))."
    case .complete: "Sent as \(text: Self.words(.complete))."
    case .dismiss: "Sent as \(text: Self.words(.dismiss))."
    case .finalize: "Sent as \(text: Self.words(.finalize))."
    case .change: nil
    }
  }

  private static func words(_ action: VerbRequest.Action) -> String {
    let commands = VerbRequest(action, "").commands(for: .known(.mirror)).map(\.command)
    return commands.joined(separator: ", or as ") + (commands.count > 1 ? " to older servers" : "")
  }
}
