/// What a job reads from.
package enum JobSource: Sendable, Hashable {
  /// 1 MiB that reads at once.
  case small
  /// 1 TiB that takes no room: no job ever gets through it.
  case large
  /// 1 MiB that cannot be read: every try is an input/output error.
  case unreadable
  /// A node that the server already has.
  case node(String)

  /// The length of those that are made for the job, in bytes; nil for a node that was there.
  var size: Int? {
    switch self {
    case .small, .unreadable: Self.smallSize
    case .large: 1 << 40
    case .node: nil
    }
  }

  static let smallSize = 1 << 20
}
