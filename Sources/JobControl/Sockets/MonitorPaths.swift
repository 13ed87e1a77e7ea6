import POSIX

/// Where monitors may be: paths of sockets on which somebody listens, by the names that people give
/// them.
///
/// Nothing is connected to, since that would take a monitor's only place.
enum MonitorPaths {
  private static let words = ["qmp", "monitor", "qemu", "jobctl"]

  static var found: [String] {
    found(in: try? UnixSocketTable())
  }

  /// The same in a table that is there already; nothing where there is none.
  static func found(in table: UnixSocketTable?) -> [String] {
    guard let table else { return [] }
    let paths = table.entries.filter(\.isListening).map(\.path).filter { path in
      path.hasPrefix("/") && words.contains { path.lowercased().contains($0) }
        // It never greets.
        && !path.contains("guest_agent") && !path.hasSuffix(".qga")
        // It is a way to another one.
        && !Rendezvous.isPlace(path)
    }
    return Set(paths).sorted()
  }
}
