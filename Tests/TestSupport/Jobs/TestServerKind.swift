/// The kinds of server that what jobctl says and does is the same on.
package enum TestServerKind: Sendable, Hashable {
  /// `qemu-storage-daemon`.
  case real(QEMUInstallation)
  /// `jobctl sandbox`, which plays the same release.
  case sandbox(QEMUInstallation)

  /// Both, for every release that tests run on.
  package static let allCases = QEMUInstallation.all.flatMap { [real($0), sandbox($0)] }

  /// The release that it is, or plays.
  package var qemu: QEMUInstallation {
    switch self {
    case .real(let qemu), .sandbox(let qemu): qemu
    }
  }

  /// Starts one with so many monitors that serve a client each.
  package func start(monitors: Int = 1, pretty: Bool = false) throws -> any TestServer {
    switch self {
    case .real(let qemu): try StorageDaemon(monitors: monitors, pretty: pretty, of: qemu)
    case .sandbox(let qemu): try SandboxWithDisks(version: qemu.version, pretty: pretty)
    }
  }
}

extension TestServerKind: CustomStringConvertible {
  package var description: String {
    switch self {
    case .real(let qemu): "\(qemu)"
    case .sandbox(let qemu): "the sandbox as \(qemu)"
    }
  }
}
