import CommandTable
import JobControl

/// A command that waits or watches, on a server with a story.
struct Vigil {
  var server: StoryServer

  init(_ server: StoryServer) {
    self.server = server
  }

  init(_ jobs: [ServedJob] = [], _ story: String) {
    self.server = StoryServer(jobs, story)
  }

  /// Runs `wait`, `watch` or a verb; words are parted by single blanks.
  func run(_ line: String) throws -> Sitting.Outcome {
    let words = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    let invocation = try CommandParser().parse(words)
    let streams = Streams()
    streams.isTerminal = false
    var environment = streams.environment
    let clock = server.clock
    environment.now = { clock.now }
    environment.time = { clock.time }
    let context = Context(environment: environment, globals: invocation.globals)
    var jobs = JobServer(server)
    var outcome = Sitting.Outcome(status: .done)
    do throws(Failure) {
      switch invocation.action {
      case .wait(let order):
        outcome.status = try WaitAction(order: order, context: context).run(on: &jobs)
      case .verb(let order):
        outcome.status = try VerbAction(order: order, context: context).run(on: &jobs)
      default: preconditionFailure("'\(line)' does not wait")
      }
    } catch {
      streams.error += error.message.text
      outcome.status = error.status
    }
    outcome.output = streams.output
    outcome.error = streams.error
    outcome.requests = server.log.lines
    return outcome
  }
}
