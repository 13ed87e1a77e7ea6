package import Jobs
package import QMP

/// A server's jobs by a channel to it, in whatever commands the server has.
///
/// The modern command is tried first; that it is missing is remembered, so an older server costs
/// one round trip more and not one each time.
package struct JobServer<Channel: RequestChannel & ~Copyable>: ~Copyable {
  var channel: Channel
  var missing: Set<String> = []
  /// What `query-commands` told; nil until somebody asks.
  private(set) var offered: Set<String>?
  /// Nil until somebody watches.
  var watching: Watching?
  /// Valid as long as events are seen by ``perform(_:observing:)`` alone.
  var looks = JobLooks()

  package init(_ channel: consuming Channel) {
    self.channel = channel
  }

  package var version: QEMUVersion {
    channel.version
  }

  // MARK: - Looking

  /// Every job; what only `query-block-jobs` tells is there when `blockDetails` asks for it.
  ///
  /// Events that come meanwhile go to `observe`.
  package mutating func jobs(
    blockDetails: Bool,
    observing observe: (Event) -> Void = { _ in }
  ) throws(Failure) -> [Job] {
    guard let jobs = try query(.jobs, observe) else {
      guard let blockJobs = try query(.blockJobs, observe) else { throw .noJobCommands }
      return blockJobs
    }
    guard blockDetails, let details = try query(.blockJobs, observe) else { return jobs }
    return JobQuery.merge(jobs, with: details)
  }

  /// One job; nil when there is none of that id.
  package mutating func job(_ id: String, blockDetails: Bool) throws(Failure) -> Job? {
    try jobs(blockDetails: blockDetails).first { $0.id == id }
  }

  /// One job of many that are looked at one after the other; nil when there is none of that id.
  ///
  /// All are asked for again only where an event told of this one since; and each time before 3.0,
  /// where a pause has no event.
  mutating func job(_ id: String, for purpose: JobLooks.Purpose) throws(Failure) -> Job? {
    if let job = looks.job(id, for: purpose) { return job }
    let blockDetails = purpose == .foresight(blockDetails: true)
    guard version >= QEMUVersion(3, 0) else { return try job(id, blockDetails: blockDetails) }
    looks.begin(for: purpose)
    let jobs = try jobs(blockDetails: blockDetails)
    looks.end(for: purpose, with: jobs)
    return jobs.first { $0.id == id }
  }

  /// Nil when the server lacks the command.
  private mutating func query(
    _ query: JobQuery,
    _ observe: (Event) -> Void
  ) throws(Failure) -> [Job]? {
    guard let reply = try answer(query.request, observe) else { return nil }
    switch reply {
    case .success(let value):
      do throws(JobQuery.UnexpectedReply) {
        return try query.decode(value)
      } catch {
        throw .unexpectedReply(command: error.command)
      }
    case .failure(let error):
      throw .commandRefused(query.request, error)
    }
  }

  /// The server's answer to a request; nil when it lacks the command.
  private mutating func answer(
    _ request: Request,
    _ observe: (Event) -> Void
  ) throws(Failure) -> Reply? {
    guard !missing.contains(request.command) else { return nil }
    let reply = try perform(request, observing: observe)
    if case .failure(let error) = reply, error.errorClass == .commandNotFound {
      missing.insert(request.command)
      return nil
    }
    return reply
  }

  /// Lets time pass between two looks.
  mutating func idle(for time: Duration) throws(Failure) {
    looks = JobLooks()
    try channel.idle(for: time)
  }

  // MARK: - Acting

  package mutating func perform(
    _ request: Request,
    observing observe: (Event) -> Void = { _ in }
  ) throws(Failure) -> Reply {
    guard watching != nil || !looks.isEmpty else {
      return try channel.perform(request, observing: observe)
    }
    // Taken out and put back, because the channel is in use meanwhile.
    var watching: Watching?
    var looks = JobLooks()
    swap(&watching, &self.watching)
    swap(&looks, &self.looks)
    defer {
      swap(&watching, &self.watching)
      swap(&looks, &self.looks)
    }
    return try channel.perform(request) { event in
      watching?.note(event)
      looks.note(event)
      observe(event)
    }
  }

  /// Sends a verb in the first form that the server has; `type` is the job's where known.
  package mutating func apply(
    _ request: VerbRequest,
    type: Reported<JobType>?
  ) throws(Failure) -> Result<Void, ServerError> {
    var refusal: ServerError?
    for command in request.commands(for: type) where !missing.contains(command.command) {
      switch try perform(command) {
      case .success: return .success(())
      case .failure(let error):
        let isMissing = error.errorClass == .commandNotFound
        if isMissing { missing.insert(command.command) }
        // What a command says that is there tells more than that another one is missing.
        if !isMissing || refusal?.errorClass ?? .commandNotFound == .commandNotFound {
          refusal = error
        }
        guard request.triesNext(after: error) else { return .failure(error) }
      }
    }
    guard let refusal else { throw .noCommand(for: request) }
    return .failure(refusal)
  }

  /// What ``apply(_:type:)`` would send, by the server's list of commands.
  package mutating func preview(
    _ request: VerbRequest,
    type: Reported<JobType>?
  ) throws(Failure) -> Request {
    let offered = try offeredCommands()
    guard let command = request.commands(for: type).first(where: { offered.contains($0.command) })
    else { throw .noCommand(for: request) }
    return command
  }

  /// The names that `query-commands` tells.
  package mutating func offeredCommands() throws(Failure) -> Set<String> {
    if let offered { return offered }
    return try takeOffer(try perform(Self.offerRequest))
  }

  static var offerRequest: Request {
    Request("query-commands")
  }

  /// Takes in what `query-commands` answered.
  @discardableResult
  mutating func takeOffer(
    _ reply: Reply
  ) throws(Failure) -> Set<String> {
    switch reply {
    case .success(let value):
      guard let commands = value.array else {
        throw .unexpectedReply(command: Self.offerRequest.command)
      }
      let names = Set(commands.compactMap { $0.object?["name"]?.string })
      offered = names
      return names
    case .failure(let error):
      throw .commandRefused(Self.offerRequest, error)
    }
  }
}
