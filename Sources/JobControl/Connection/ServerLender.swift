/// Whoever has a connection open already, and lends it to one command after the other.
protocol ServerLender: AnyObject {
  /// Lends the connection for as long as `body` takes; throws where there is none.
  func lend<Result>(
    _ body: (inout JobServer<Connection>) throws(Failure) -> Result
  ) throws(Failure) -> Result
}
