import CLinux
import Glibc

extension Descriptor {
  /// The process at the other end of a unix socket: for a listener's, the one that called listen(2)
  /// (SO_PEERCRED, unix(7)).
  package borrowing func peerProcess() -> RunningProcess? {
    peerCredentials().flatMap { RunningProcess(number: $0.pid) }
  }

  /// Whether that process belongs to this one's user, or to root.
  package borrowing func hasTrustedPeer() -> Bool {
    peerCredentials().map { $0.uid == 0 || $0.uid == geteuid() } == true
  }

  private borrowing func peerCredentials() -> clinux_ucred? {
    var credentials = clinux_ucred()
    var size = socklen_t(MemoryLayout<clinux_ucred>.size)
    guard getsockopt(rawValue, SOL_SOCKET, SO_PEERCRED, &credentials, &size) == 0 else {
      return nil
    }
    return credentials
  }
}
