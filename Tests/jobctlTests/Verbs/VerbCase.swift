import TestSupport
import Testing

/// One cell of the grid: a verb for the job `j` in a status, and what is to come of it.
struct VerbCase: Sendable, CustomTestStringConvertible {
  enum Verb: String, Sendable {
    case pause, resume, cancel
    case forceCancel = "force-cancel"
    case complete, finalize, dismiss
    case setSpeed = "set-speed"
  }

  enum Outcome: Sendable, Hashable {
    /// Carried out; the job's status afterwards.
    case accepted(String)
    /// Concluded with an error.
    case aborted
    /// Concluded with a complete copy.
    case kept
    /// The status does not accept the verb.
    case illegal
    case alreadyPaused
    case notPaused
    /// Jobs of this type end by themselves.
    case neverCompletes
    /// A paused job takes only a forced cancel.
    case needsForce
    /// An interlock keeps it from being sent.
    case held
  }

  let type: HeldType
  let status: HeldStatus
  let verb: Verb
  var outcome: Outcome

  var testDescription: String {
    "\(verb.rawValue) a \(status) \(type)"
  }

  /// The command line behind the options.
  var words: [String] {
    switch verb {
    case .forceCancel: ["cancel", "--force", "j"]
    case .setSpeed: ["set-speed", "j", "5M"]
    case .pause, .resume, .cancel, .complete, .finalize, .dismiss: [verb.rawValue, "j"]
    }
  }

  /// Where the job is to stand in the end; `null` when it is to be gone.
  var statusAfterwards: String {
    switch outcome {
    case .accepted(let status): status
    case .aborted, .kept: "concluded"
    case .illegal, .neverCompletes, .alreadyPaused, .notPaused, .needsForce, .held: status.rawValue
    }
  }

  /// What the command is to come to, on a server of this version.
  func result(on version: Version) -> CommandResult {
    switch outcome {
    case .accepted, .aborted:
      .ended(0)
    case .kept:
      .ended(
        0,
        error: """
          jobctl: 'j' was ready: it ends without pivoting, and its target keeps a complete copy \
          (--force would have aborted it)

          """
      )
    case .illegal:
      refused("it is \(status); \(name) is accepted in \(accepted(on: version))", illegalVerb)
    case .neverCompletes:
      refused(
        "it is of type \(type), whose jobs end by themselves and never wait for complete",
        illegalVerb
      )
    case .alreadyPaused:
      refused(
        "it is \(status); pause is accepted in created, running and ready",
        "Job is already paused"
      )
    case .notPaused:
      refused(
        "it is \(status); resume is accepted in paused and standby",
        "Can't resume a job that was not paused"
      )
    case .needsForce:
      refused(
        """
        it is \(status), where only a forced cancel is accepted; resume it first\
        \(status == .standby ? " to keep its copy" : ""), or abort it with --force
        """,
        "The block job for device 'j' is currently paused"
      )
    case .held:
      .ended(
        4,
        error: """
          jobctl: will not complete 'j': it is paused after ready, and completing such a mirror \
          a second time kills this QEMU
            resume it first; if it was never completed, --override completes it now

          """
      )
    }
  }

  /// The verb's name in messages.
  private var name: String {
    verb == .forceCancel ? "cancel" : verb.rawValue
  }

  private var illegalVerb: String {
    "Job 'j' in state '\(status)' cannot accept command verb '\(name)'"
  }

  private func refused(_ clause: String, _ said: String) -> CommandResult {
    .ended(
      4,
      error: """
        jobctl: cannot \(name) 'j': \(clause)
          the server said: GenericError: \(said)

        """
    )
  }

  private func accepted(on version: Version) -> String {
    switch verb {
    case .pause: "created, running and ready"
    case .resume: "paused and standby"
    case .cancel, .forceCancel:
      "created, running, paused, ready, standby, waiting and pending"
    case .setSpeed: "created, running, paused, ready and standby"
    case .complete: version < "6.0" ? "ready" : "ready and standby"
    case .finalize: "pending"
    case .dismiss: "concluded"
    }
  }
}

extension VerbCase {
  /// The cell on a server of another version, which may greet with yet another one.
  ///
  /// Only complete in standby differs: it came with 6.0, and is held back where it can kill the
  /// server.
  func adapted(to server: Version, greeting: Version) -> VerbCase {
    guard outcome == .held else { return self }
    var cell = self
    let survivesTwice = greeting >= "11.1" || greeting >= "10.0.13" && greeting < "10.1"
    if server < "6.0" {
      cell.outcome = .illegal
    } else if greeting < "6.0" || survivesTwice {
      cell.outcome = .accepted("standby")
    }
    return cell
  }

  /// Whether a job of its type can be told to wait for finalize and dismiss: backups since 2.12, all
  /// others since 3.1.
  func canStay(on server: Version) -> Bool {
    type == .backup || server >= "3.1"
  }

  /// Whether a job of its type can be held in its status.
  func exists(on server: Version) -> Bool {
    canStay(on: server) || status != .pending && status != .concluded
  }

  /// Reads the words of the grid.
  init(_ type: HeldType, status: String, verb: String, outcome: String) {
    guard let status = HeldStatus(rawValue: status), let verb = Verb(rawValue: verb)
    else { preconditionFailure("no such row or column: \(verb), \(status)") }
    self.type = type
    self.status = status
    self.verb = verb
    self.outcome =
      switch outcome {
      case "T": .illegal
      case "never": .neverCompletes
      case "E1": .alreadyPaused
      case "E2": .notPaused
      case "E3": .needsForce
      case "held": .held
      case "aborted": .aborted
      case "kept": .kept
      case "gone": .accepted("null")
      default: .accepted(outcome)
      }
  }
}
