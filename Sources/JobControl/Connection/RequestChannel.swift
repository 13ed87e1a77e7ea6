package import QMP

/// A negotiated conversation with a server, one request at a time.
package protocol RequestChannel: ~Copyable {
  /// What the greeting said.
  var version: QEMUVersion { get }

  /// Sends a request and awaits its reply; a server's refusal is an answer, not a failure.
  mutating func perform(_ request: Request) throws(Failure) -> Result<JSONValue, ServerError>

  /// Lets time pass without losing what the server says meanwhile.
  mutating func idle(for time: Duration) throws(Failure)
}
