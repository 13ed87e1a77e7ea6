import CommandTable
import POSIX

/// A QMP socket of this machine, and what is known of it.
struct MonitorSocket {
  enum State: String {
    /// Somebody listens, and serves nobody.
    case free
    /// It serves a client.
    case held
    /// Its process is stopped.
    case stopped
    /// Nobody listens on the file.
    case stale
    /// The kernel does not tell.
    case unknown
  }

  let address: ServerAddress
  var state: State
  /// Whose it is; nil where that is not told.
  var process: RunningProcess?
  var owner: String?
  /// The guest's name, from the process's command line or, when asked, from itself.
  var name: String?
  /// When it was asked.
  var version: String?
  /// Its clients, of those that this user may see.
  var holders: [RunningProcess] = []
  /// Whether a client lets others use it.
  var isShared = false
}
