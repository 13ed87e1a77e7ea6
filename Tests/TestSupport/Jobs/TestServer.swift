/// A server on which tests start jobs and bring them where they want them: a real one or the sandbox.
///
/// The test has a connection of its own, besides those that are being tested.
package protocol TestServer: AnyObject {
  /// A directory for what the test and the server share.
  var directory: TemporaryDirectory { get }

  /// The release that it is, or plays.
  var version: Version { get }

  /// The socket of a monitor for what is being tested.
  func socket(_ index: Int) -> String

  /// The test's own connection.
  func monitor() -> RawMonitor

  /// Gives the name of a node that a job can read as this source, one that no other job has.
  func addNode(for source: JobSource) throws(SupportFailure) -> String

  /// Gives the name of a node for what a job reads from a source, as large as that.
  func addTarget(for source: JobSource) throws(SupportFailure) -> String

  /// Gives the name of an empty image over a node for a source.
  func addOverlay(over source: JobSource) throws(SupportFailure) -> String

  /// Gives the name of a node on which an image takes for ever to be created.
  func addSluggishNode() throws(SupportFailure) -> String

  /// A name for a node or file that this server has not used yet.
  func newName(_ purpose: String) -> String

  /// Ends the server at once, as a crash does.
  func kill() throws(SupportFailure)
}

extension TestServer {
  package func has(_ feature: ReleaseFeature) -> Bool {
    feature.exists(in: version)
  }

  /// The socket of the first monitor.
  package func socket() -> String {
    socket(0)
  }

  /// Executes a command over the test's own connection.
  @discardableResult
  package func execute(
    _ command: String,
    _ arguments: JSON? = nil
  ) throws(SupportFailure) -> JSON {
    try monitor().execute(command, arguments)
  }

  /// Waits until a job is in a status, as the test's own connection tells it.
  package func waitForStatus(
    _ status: String,
    of job: String,
    timeout: Duration = .patience
  ) throws(SupportFailure) {
    try monitor().waitForStatus(status, of: job, timeout: timeout)
  }
}
