import CommandTable
import POSIX
import QMP

extension ServerAddress {
  /// Where those meet who share the monitor; nil for what cannot be shared.
  var rendezvous: Rendezvous? {
    guard case .unix(let path) = self else { return nil }
    return Rendezvous(of: path)
  }
}

extension Socket {
  static func connect(
    to address: ServerAddress,
    timeout: Duration
  ) throws(JobControl.Failure) -> Descriptor {
    do throws(Socket.Failure) {
      switch address {
      case .unix(let path): return try connect(unixPath: path, timeout: timeout)
      case .tcp(let host, let port): return try connect(host: host, port: port, timeout: timeout)
      case .descriptor(let number): return try adopt(number)
      }
    } catch {
      var kind: FileKind?
      if case .unix(let path) = address {
        kind = try? FileKind(at: path)
        if error == .timedOut {
          throw .busy(address, Busyness.look(at: address, server: nil), timeout: timeout)
        }
      }
      throw .notConnected(address, error, kind, timeout: timeout)
    }
  }
}
