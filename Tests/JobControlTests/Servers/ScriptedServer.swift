import CommandTable
import JobControl
import Jobs
import QMP

/// A server in memory: some jobs, and the commands of a release.
struct ScriptedServer: RequestChannel {
  let version: QEMUVersion
  private(set) var commands: Set<String>
  private var jobs: [ServedJob]
  /// What `-compat` refuses although `query-commands` lists it.
  var forbidden: Set<String> = []
  /// Commands that are answered so, whatever their arguments.
  var replies: [String: Reply] = [:]
  /// The job that is gone when the jobs have been listed.
  var vanishing: String?
  /// How many requests are answered before the connection is lost.
  var patience = Int.max
  let log = Log()

  /// What was sent, in order.
  final class Log {
    var requests: [Request] = []

    /// Lines as `block-job-cancel device=a force=true`.
    var lines: [String] {
      requests.map { request in
        let arguments = request.arguments.members.map { member in
          let json = String(decoding: JSONWriter.compact(member.value), as: UTF8.self)
          return "\(member.name)=\(member.value.string ?? json)"
        }
        return ([request.command] + arguments).joined(separator: " ")
      }
    }
  }

  init(_ version: QEMUVersion, commands: Set<String>? = nil, jobs: [ServedJob] = []) {
    self.version = version
    self.commands = commands ?? Self.commands(of: version)
    self.jobs = jobs
  }

  mutating func idle(for time: Duration) throws(Failure) {}

  mutating func perform(_ request: Request) throws(Failure) -> Reply {
    log.requests.append(request)
    guard log.requests.count <= patience else {
      throw .session(
        .unix(path: "/s"),
        .closed(.reply(command: request.command), midMessage: false),
        timeout: .seconds(5)
      )
    }
    let name = request.command
    guard commands.contains(name) else {
      return .failure(ServerError(.commandNotFound, "The command \(name) has not been found"))
    }
    guard !forbidden.contains(name) else {
      return .failure(
        ServerError(.commandNotFound, "Deprecated command \(name) disabled by policy")
      )
    }
    if let reply = replies[name] { return reply }
    switch name {
    case "query-commands":
      return .success(.array(commands.sorted().map { ["name": .string($0)] }))
    case "query-jobs":
      defer { jobs.removeAll { $0.id == vanishing } }
      return .success(.array(jobs.map(\.jobInfo)))
    case "query-block-jobs":
      defer { jobs.removeAll { $0.id == vanishing } }
      return .success(.array(jobs.filter(\.isBlockJob).map(\.blockJobInfo)))
    default:
      return apply(request)
    }
  }

  // MARK: - Verbs

  private mutating func apply(_ request: Request) -> Reply {
    let isOlder = request.command.hasPrefix("block-")
    let word = request.command.dropFirst(isOlder ? "block-job-".count : "job-".count)
    guard let verb = JobVerb(rawValue: String(word)) else { return .success([:]) }
    if let problem = Self.problem(with: request.arguments, of: verb, isOlder: isOlder) {
      return .failure(problem)
    }
    let id = request.arguments["id"]?.string ?? request.arguments["device"]?.string ?? ""
    guard let index = jobs.firstIndex(where: { $0.id == id && (!isOlder || $0.isBlockJob) })
    else {
      return .failure(
        isOlder
          ? ServerError(.deviceNotActive, "Block job '\(id)' not found")
          : ServerError(.generic, "Job not found")
      )
    }
    let force = !isOlder || request.arguments["force"] == true
    if let refusal = jobs[index].apply(verb, force: force, version: version) {
      return .failure(refusal)
    }
    if verb == .dismiss { jobs.remove(at: index) }
    return .success([:])
  }

  /// The schema's check: the older family calls the id `device`, but for two commands.
  private static func problem(
    with arguments: JSONObject,
    of verb: JobVerb,
    isOlder: Bool
  ) -> ServerError? {
    let usesDevice = isOlder && verb != .finalize && verb != .dismiss
    var names: Set<String> = [usesDevice ? "device" : "id"]
    if isOlder, verb == .cancel, arguments["force"] != nil { names.insert("force") }
    if verb == .setSpeed { names.insert("speed") }
    let given = Set(arguments.members.map(\.name))
    if let name = names.subtracting(given).first {
      return ServerError(.generic, "Parameter '\(name)' is missing")
    }
    return given.subtracting(names).first.map {
      ServerError(.generic, "Parameter '\($0)' is unexpected")
    }
  }

  /// The commands that concern jobs (qapi/block-core.json, qapi/job.json).
  private static func commands(of version: QEMUVersion) -> Set<String> {
    let verbs = ["cancel", "pause", "resume", "complete", "dismiss", "finalize"]
    var names: Set<String> = ["query-commands", "query-block-jobs", "block-job-set-speed"]
    names.formUnion(verbs.map { "block-job-" + $0 })
    if version >= QEMUVersion(3, 0) {
      names.insert("query-jobs")
      names.formUnion(verbs.map { "job-" + $0 })
    }
    if version >= QEMUVersion(8, 2) { names.insert("block-job-change") }
    return names
  }
}
