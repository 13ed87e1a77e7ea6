/// A disk image to be made for a test.
package struct DiskImage: Sendable, Hashable {
  package enum Format: String, Sendable, CaseIterable {
    case raw, qcow2
  }

  /// The name of the file and of the node over it.
  package var name: String
  /// The size as qemu-img takes it, such as 64M.
  package var size: String
  package var format: Format
  /// The byte that all of it holds; nil leaves it empty.
  package var pattern: UInt8?

  package init(
    _ name: String,
    size: String = "1M",
    format: Format = .raw,
    filledWith pattern: UInt8? = nil
  ) {
    self.name = name
    self.size = size
    self.format = format
    self.pattern = pattern
  }
}
