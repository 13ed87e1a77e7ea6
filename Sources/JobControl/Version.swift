/// The program's version.
package enum Version {
  package static let current = "0.1.0"
  /// Of the version, as manual pages show it.
  package static let date = "November 22, 2026"
}
