/// What is wrong in a scenario file, and in which field.
package struct ScenarioError: Error, Hashable {
  /// As a path: `disks[1].size`; empty for the whole file.
  package let field: String
  /// A clause with the field as its subject.
  package let reason: String

  package init(field: String, reason: String) {
    self.field = field
    self.reason = reason
  }
}

extension ScenarioError: CustomStringConvertible {
  package var description: String {
    "\(field.isEmpty ? "the file" : field) \(reason)"
  }
}
