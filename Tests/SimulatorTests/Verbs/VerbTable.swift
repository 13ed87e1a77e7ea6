import QMP
import Testing

/// One cell of a verb table: a command for the job `j` in a status, and what is to come of it.
struct VerbCell: Sendable, CustomTestStringConvertible {
  enum Outcome: Sendable, Hashable {
    /// Carried out; the status half a second later.
    case accepted(String)
    case refused(ServerError)
  }

  let type: Held.JobType
  let status: Held
  let command: String
  let outcome: Outcome

  var testDescription: String {
    "\(command) for a \(status) \(type)"
  }

  /// The request, with the argument that each command calls its job.
  var request: Request {
    let isForced = command == "block-job-cancel+force"
    let name = isForced ? "block-job-cancel" : command
    let usesID =
      command.hasPrefix("job-") || ["dismiss", "finalize"].contains { name.hasSuffix($0) }
    var arguments: JSONObject = [usesID ? "id" : "device": "j"]
    if isForced { arguments["force"] = true }
    if name == "block-job-set-speed" { arguments["speed"] = 2 }
    return Request(name, arguments)
  }

  /// The cell where `complete` is not yet accepted in standby, before 6.0.
  var before6: VerbCell {
    guard status == .standby, command.hasSuffix("complete") else { return self }
    return VerbCell(
      type: type,
      status: status,
      command: command,
      outcome: .refused(Self.illegal("complete", status))
    )
  }

  fileprivate static func illegal(_ verb: String, _ status: Held) -> ServerError {
    ServerError(
      .generic,
      "Job 'j' in state '\(status.rawValue)' cannot accept command verb '\(verb)'"
    )
  }
}

/// Every verb in every status in which QEMU 7.2.22 was seen to hold a job.
///
/// `T` is a refusal for the status, `E1` a second pause, `E2` a resume without a pause, `E3` a soft cancel
/// of a paused job, `E5` no block job; `aborted` is concluded with an error.
enum VerbTable {
  static let all = cells(.mirror, mirror) + cells(.backup, backup) + cells(.create, create)

  private static let mirror = """
    command                 running  paused   ready    standby  pending    concluded
    job-pause               paused   E1       standby  E1       T          T
    job-resume              E2       running  E2       ready    E2         E2
    job-cancel              aborted  aborted  aborted  aborted  aborted    T
    job-complete            T        T        pending  standby  T          T
    job-finalize            T        T        T        T        concluded  T
    job-dismiss             T        T        T        T        T          gone
    block-job-pause         paused   E1       standby  E1       T          T
    block-job-resume        E2       running  E2       ready    E2         E2
    block-job-cancel        aborted  E3       pending  E3       aborted    T
    block-job-cancel+force  aborted  aborted  aborted  aborted  aborted    T
    block-job-complete      T        T        pending  standby  T          T
    block-job-finalize      T        T        T        T        concluded  T
    block-job-dismiss       T        T        T        T        T          gone
    block-job-set-speed     running  paused   ready    standby  T          T
    """

  private static let backup = """
    command                 running  paused   waiting  pending    concluded
    job-pause               paused   E1       T        T          T
    job-resume              E2       running  E2       E2         E2
    job-cancel              aborted  aborted  aborted  aborted    T
    job-complete            T        T        T        T          T
    job-finalize            T        T        T        concluded  T
    job-dismiss             T        T        T        T          gone
    block-job-pause         paused   E1       T        T          T
    block-job-resume        E2       running  E2       E2         E2
    block-job-cancel        aborted  E3       aborted  aborted    T
    block-job-cancel+force  aborted  aborted  aborted  aborted    T
    block-job-complete      T        T        T        T          T
    block-job-finalize      T        T        T        concluded  T
    block-job-dismiss       T        T        T        T          gone
    block-job-set-speed     running  paused   T        T          T
    """

  private static let create = """
    command                 running  concluded
    job-pause               running  T
    job-resume              E2       E2
    job-cancel              running  T
    job-complete            T        T
    job-finalize            T        T
    job-dismiss             T        gone
    block-job-pause         E5       E5
    block-job-resume        E5       E5
    block-job-cancel        E5       E5
    block-job-cancel+force  E5       E5
    block-job-complete      E5       E5
    block-job-finalize      E5       E5
    block-job-dismiss       E5       E5
    block-job-set-speed     E5       E5
    """

  private static func cells(_ type: Held.JobType, _ table: String) -> [VerbCell] {
    let rows = table.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    return rows.dropFirst().flatMap { row in
      zip(rows[0], row).dropFirst().map { name, word in
        guard let status = Held(rawValue: name) else { preconditionFailure("no status \(name)") }
        return VerbCell(
          type: type,
          status: status,
          command: row[0],
          outcome: outcome(word, row[0], status)
        )
      }
    }
  }

  private static func outcome(
    _ word: String,
    _ command: String,
    _ status: Held
  ) -> VerbCell.Outcome {
    switch word {
    case "T":
      let verb = command.replacing("block-job-", with: "").replacing("job-", with: "")
      return .refused(VerbCell.illegal(verb.replacing("+force", with: ""), status))
    case "E1": return .refused(ServerError(.generic, "Job is already paused"))
    case "E2": return .refused(ServerError(.generic, "Can't resume a job that was not paused"))
    case "E3":
      return .refused(ServerError(.generic, "The block job for device 'j' is currently paused"))
    case "E5": return .refused(ServerError(.deviceNotActive, "Block job 'j' not found"))
    default: return .accepted(word)
    }
  }
}
