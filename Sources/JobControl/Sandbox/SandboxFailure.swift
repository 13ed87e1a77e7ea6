package import POSIX
package import Simulator

/// Why a sandbox cannot be had.
package enum SandboxFailure: Error, Hashable {
  case unknownScenario(String)
  case unreadableScenario(path: String, SystemError)
  case wrongScenario(path: String, ScenarioError)
  case cannotListen(path: String, SystemError)
  /// On the private socket that it makes where no path is given.
  case cannotListenPrivately(SystemError)
  case cannotRun(command: String, SystemError)

  /// Whether the command line or a file named on it is to blame.
  var isUsage: Bool {
    switch self {
    case .unknownScenario, .wrongScenario: true
    case .unreadableScenario, .cannotListen, .cannotListenPrivately, .cannotRun: false
    }
  }

  var sentence: String {
    switch self {
    case .unknownScenario(let name):
      "there is no scenario \(Visible.quoted(name)): neither one of "
        + BuiltInScenario.allCases.map(\.rawValue).joined(separator: ", ") + " nor a file"
    case .unreadableScenario(let path, let error):
      "cannot read scenario \(Visible.quoted(path)): \(error.reason)"
    case .wrongScenario(let path, let error):
      "scenario \(Visible.quoted(path)): \(Visible.text("\(error)"))"
    case .cannotListen(let path, let error):
      "cannot listen on \(Visible.quoted(path)): "
        + (error.isAlreadyInUse ? "it exists; remove it if nobody uses it" : error.reason)
    case .cannotListenPrivately(let error):
      "cannot make a private socket in TMPDIR or /tmp: \(error.reason); --listen names a place for one"
    case .cannotRun(let command, let error):
      "cannot run \(Visible.quoted(command)): \(error.reason)"
    }
  }
}
