package import QMP

/// `sandbox`: which server to play, for whom, and how fast.
package struct SandboxOrder: Hashable, Sendable {
  /// The socket's path; nil for a private one.
  package let path: String?
  /// The name of a built-in scenario, or a file.
  package let scenario: String
  package let version: QEMUVersion
  /// Seconds of the server's time in one of the clock's.
  package let timeScale: Double
  /// Serve one client at a time and let others wait without a greeting, as QEMU does.
  package let servesOne: Bool
  package let isPretty: Bool
  /// Run this with JOBCTL_SOCKET set, and end with it; empty to serve until a signal.
  package let command: [String]
}
