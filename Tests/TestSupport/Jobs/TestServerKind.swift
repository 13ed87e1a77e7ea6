/// The kinds of server that what jobctl says and does is the same on.
package enum TestServerKind: String, Sendable, CaseIterable, CustomStringConvertible {
  /// `qemu-storage-daemon`.
  case real
  /// `jobctl sandbox`, which plays the same release.
  case sandbox

  /// Starts one with so many monitors that serve a client each.
  package func start(monitors: Int = 1, pretty: Bool = false) throws -> any TestServer {
    switch self {
    case .real:
      try StorageDaemon(monitors: monitors, pretty: pretty)
    case .sandbox:
      try SandboxWithDisks(version: QEMUInstallation.preferred.version(), pretty: pretty)
    }
  }

  package var description: String {
    rawValue
  }
}
