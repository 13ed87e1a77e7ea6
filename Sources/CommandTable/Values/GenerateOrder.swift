/// `generate`: where to write, or to look only.
package struct GenerateOrder: Hashable, Sendable {
  /// The root of the source tree.
  package let folder: String
  package let onlyChecks: Bool
}
