package import CommandTable
package import POSIX

/// Why a monitor is not held, or not let go.
package enum HoldFailure: Error, Hashable {
  case notHeld(ServerAddress)
  /// It has no path by which others could find out that it is held.
  case notShareable(ServerAddress)
  /// At the path where clients would look for it.
  case cannotMeet(path: String, SystemError)
  case cannotListen(path: String, SystemError)
  case cannotStop(RunningProcess?, SystemError)
  /// To stay.
  case cannotAsk(RunningProcess?, SystemError)
  /// It was asked to, and did not in time.
  case doesNotEnd(RunningProcess?)

  var status: ExitStatus {
    switch self {
    case .notHeld: .cannotConnect
    case .notShareable: .usage
    case .cannotMeet, .cannotListen, .cannotStop, .cannotAsk: .failed
    case .doesNotEnd: .timedOut
    }
  }

  var sentence: String {
    switch self {
    case .notHeld(let address):
      "no jobctl holds \(Visible.quoted("\(address)"))"
    case .notShareable(let address):
      "other jobctls cannot find a holder of \(Visible.quoted("\(address)")), which is no path; "
        + "--listen PATH serves them elsewhere"
    case .cannotMeet(let path, let error):
      "cannot listen on \(Visible.quoted(path)), where others look for who holds the monitor: "
        + (error.isNotPermitted ? "its folder must be this user's alone" : error.reason)
    case .cannotListen(let path, let error):
      "cannot listen on \(Visible.quoted(path)): "
        + (error.isAlreadyInUse ? "it exists; remove it if nobody uses it" : error.reason)
    case .cannotStop(let process, let error):
      "cannot end \(Self.words(process)): \(error.reason)"
    case .cannotAsk(let process, let error):
      "cannot ask \(Self.words(process)) to stay: \(error.reason)"
    case .doesNotEnd(let process):
      "\(Self.words(process)) was asked to end, and has not"
    }
  }

  private static func words(_ process: RunningProcess?) -> String {
    process.map(Busyness.words) ?? "whoever holds it"
  }
}
