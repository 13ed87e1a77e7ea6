/// `sockets`: how they are printed, and whether they are asked.
package struct SocketsOrder: Hashable, Sendable {
  package let format: OutputOptions.Format
  package let showsHeader: Bool
  /// Connect to those that are free, and ask who they are.
  package let probes: Bool
}
