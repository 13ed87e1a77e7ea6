/// What a server says first: `{"QMP": {"version": {…}, "capabilities": [str]}}`.
///
/// QMP specification, "Server Greeting".
package struct Greeting: Hashable, Sendable {
  package let version: QEMUVersion
  /// The distribution's own version text; often empty.
  package let package: String
  package let capabilities: [String]

  package init(version: QEMUVersion, package: String = "", capabilities: [String] = []) {
    self.version = version
    self.package = package
    self.capabilities = capabilities
  }

  /// Reads the value of the member `QMP`; nil when it has no version.
  init?(_ value: JSONValue) {
    guard let version = value.object?["version"]?.object,
      let qemu = QEMUVersion(version["qemu"])
    else { return nil }
    self.version = qemu
    self.package = version["package"]?.string ?? ""
    self.capabilities = value.object?["capabilities"]?.array?.compactMap(\.string) ?? []
  }

  /// What `query-version` returns, and the greeting has as `version` (`VersionInfo`).
  package var versionInfo: JSONValue {
    let qemu: JSONObject = [
      "micro": .integer(version.micro), "minor": .integer(version.minor),
      "major": .integer(version.major),
    ]
    return ["qemu": .object(qemu), "package": .string(package)]
  }
}
