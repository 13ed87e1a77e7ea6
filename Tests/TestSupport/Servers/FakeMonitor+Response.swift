extension FakeMonitor {
  /// What a server does upon a request.
  package enum Response: Sendable {
    /// Answers with success.
    case succeed(JSON)
    /// Answers with an error.
    case fail(String, errorClass: String)
    /// Sends an event, with a fixed time.
    case event(String, JSON)
    /// Sends these bytes as they are.
    case send([UInt8])
    /// Closes the connection.
    case close
    /// Does something between two answers.
    case perform(@Sendable () -> Void)

    /// Answers with an empty success.
    package static var succeed: Response { .succeed([:]) }

    /// Answers with an error of the general class.
    package static func fail(_ text: String) -> Response {
      .fail(text, errorClass: "GenericError")
    }

    /// Answers as a server does that does not know the command.
    package static func unknown(_ command: String) -> Response {
      .fail("The command \(command) has not been found", errorClass: "CommandNotFound")
    }

    /// Tells of a job's new status.
    package static func status(_ job: String, _ status: String) -> Response {
      .event("JOB_STATUS_CHANGE", ["id": .string(job), "status": .string(status)])
    }
  }
}
