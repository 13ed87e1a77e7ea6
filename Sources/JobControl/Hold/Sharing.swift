import CommandTable

/// What a connection has to do with other jobctls that want the same monitor.
enum Sharing {
  /// Nothing: it goes to the server itself.
  case none
  /// It goes by way of whoever holds the monitor, where somebody does.
  case joining
  /// That, or else it has the monitor held for others as long as anybody uses it.
  case offering
}

extension GlobalOptions {
  /// What is asked for; a connection that is kept for `long` is held for others.
  func sharing(for long: Bool) -> Sharing {
    guard isShared else { return .none }
    return long ? .offering : .joining
  }
}
