import TestSupport

extension TestServerKind {
  /// A server, and a proxy before it that tells what is asked for.
  func startBehindProxy() throws -> (any TestServer, FilteringProxy) {
    let server = try start()
    return (server, try FilteringProxy(to: server.socket()))
  }
}

extension FilteringProxy {
  /// Starts a command line on the proxy, and returns when it has asked for the jobs.
  ///
  /// From then on it misses nothing.
  func start(_ words: String...) throws -> RunningCommand {
    let command = try RunningCommand(Jobctl.path, ["-s", socket] + words)
    try waitForRequest("query-jobs")
    return command
  }
}
