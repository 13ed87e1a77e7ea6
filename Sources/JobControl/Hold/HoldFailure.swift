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
  /// Somebody holds it whose process cannot be told.
  case unknown(ServerAddress)
  /// The holder, by a signal.
  case isStopped(RunningProcess)
  case cannotStop(RunningProcess, SystemError)
  /// To stay.
  case cannotAsk(RunningProcess, SystemError)
  /// Where it was found, and it cannot be found elsewhere.
  case lostPlace(ServerAddress)
  /// It was asked to, and did not in time.
  case doesNotEnd(RunningProcess)

  var status: ExitStatus {
    switch self {
    case .notHeld: .cannotConnect
    case .notShareable: .usage
    case .cannotMeet, .cannotListen, .unknown, .cannotStop, .cannotAsk, .lostPlace: .failed
    case .isStopped: .busy
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
        + (error.isNotPermitted ? "its folder must be this user's alone" : Self.reason(error))
    case .cannotListen(let path, let error):
      "cannot listen on \(Visible.quoted(path)): "
        + (error.isAlreadyInUse ? "it exists; remove it if nobody uses it" : Self.reason(error))
    case .unknown(let address):
      "which process holds \(Visible.quoted("\(address)")) for others cannot be told from here"
    case .isStopped(let process):
      "\(Busyness.words(process)), which holds it, is stopped; "
        + "it goes on after 'kill -CONT \(process.number)'"
    case .cannotStop(let process, let error):
      "cannot end \(Busyness.words(process)): \(error.reason)"
    case .cannotAsk(let process, let error):
      "cannot ask \(Busyness.words(process)) to stay: \(error.reason)"
    case .lostPlace(let address):
      "\(Visible.quoted("\(address)")) is held no longer: the socket was removed by which others found "
        + "who holds it, and cannot be made again"
    case .doesNotEnd(let process):
      "\(Busyness.words(process)) was asked to end, and has not"
    }
  }

  private static func reason(_ error: SystemError) -> String {
    error.isLocked ? "another process has its folder locked" : error.reason
  }
}
