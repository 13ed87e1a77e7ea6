import CommandTable
import JobControl
import POSIX

/// A command at work: a server in memory, and buffers for the world.
struct Sitting {
  var server: ScriptedServer
  /// What a person types; the input ends behind it.
  var answers: [String] = []

  /// Not the type of that name in Testing.
  typealias Status = JobControl.ExitStatus

  /// What came of it, as the process would have ended.
  struct Outcome: Equatable {
    var status: Status
    var output = ""
    var error = ""
    /// The requests, as in `job-pause id=a`.
    var requests: [String] = []
  }

  init(_ server: ScriptedServer, answers: [String] = []) {
    self.server = server
    self.answers = answers
  }

  /// Runs a verb; words are parted by single blanks.
  func run(_ line: String) throws -> Outcome {
    let words = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    let invocation = try CommandParser().parse(words)
    guard case .verb(let order) = invocation.action else { throw NotAVerb(line: line) }
    let streams = Streams(answers: answers)
    let context = Context(environment: streams.environment, globals: invocation.globals)
    var jobs = JobServer(server)
    var outcome = Outcome(status: .done)
    do throws(Failure) {
      outcome.status = try VerbAction(order: order, context: context).run(on: &jobs)
    } catch {
      streams.error += error.message.text
      outcome.status = error.status
    }
    outcome.output = streams.output
    outcome.error = streams.error
    outcome.requests = server.log.lines
    return outcome
  }

  struct NotAVerb: Error {
    let line: String
  }
}
