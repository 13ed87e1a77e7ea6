package import QMP

extension QEMUVersion {
  /// The oldest release whose jobs this program knows.
  package static let oldestKnown = QEMUVersion(2, 12)
  /// The newest release that it was compared with.
  package static let newestKnown = QEMUVersion(11, 1, 3)

  /// Reads `7.2` or `7.2.22`; nil for anything else, and for what is older than is known.
  package init?(parsing text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { part in
      part.allSatisfy { ("0"..."9").contains($0) } && part.count <= 3 ? Int64(part) : nil
    }
    guard (2...3).contains(parts.count), let major = parts[0], let minor = parts[1],
      let micro = parts.count > 2 ? parts[2] : 0
    else { return nil }
    self.init(major, minor, micro)
    guard self >= Self.oldestKnown else { return nil }
  }
}
