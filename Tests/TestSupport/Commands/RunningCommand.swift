import Glibc

/// A command that runs while the test goes on; killed with its descendants when the last reference goes.
package final class RunningCommand {
  private let name: String
  private let child: ChildProcess
  private var input: OwnedDescriptor?
  private var unwritten: ArraySlice<UInt8> = []
  private var keepsInputOpen = false
  private var outputLog: OutputLog
  private var errorLog: OutputLog

  /// Starts a command; a name without a slash is looked up in PATH.
  ///
  /// The environment is a small fixed one and what is given here. `descriptors` maps a number in the
  /// child to one of ours, which stays the caller's.
  package init(
    _ executable: String,
    _ arguments: [String] = [],
    environment: [String: String] = [:],
    input: CommandInput = .null,
    output: CommandOutput = .captured,
    error: CommandOutput = .captured,
    descriptors: [Int32: Int32] = [:],
    directory: String? = nil
  ) throws(SupportFailure) {
    BrokenPipes.areIgnored
    var streams = Streams(descriptors)
    try streams.connect(input)
    outputLog = OutputLog(try streams.connect(output, as: 1))
    errorLog = OutputLog(try streams.connect(error, as: 2))
    name = ([executable] + arguments).joined(separator: " ")
    child = try ChildProcess(
      Spawn(
        executable: executable,
        arguments: arguments,
        environment: ChildEnvironment.adding(environment),
        directory: directory,
        descriptors: streams.numbers
      )
    )
    self.input = streams.writer
    switch input {
    case .bytes(let bytes): unwritten = bytes[...]
    case .pipe: keepsInputOpen = true
    case .null, .closed, .descriptor: break
    }
  }

  /// Takes over a child that reads from `input` and writes to `output`, which may be the same.
  init(_ name: String, _ child: ChildProcess, input: OwnedDescriptor, output: OwnedDescriptor) {
    self.name = name
    self.child = child
    self.input = input
    keepsInputOpen = true
    outputLog = OutputLog(output)
    errorLog = OutputLog(nil)
  }

  package var processIdentifier: Int32 {
    child.identifier
  }

  /// Becomes readable when the command has ended.
  var end: OwnedDescriptor {
    child.end
  }

  /// Everything captured so far.
  package var output: String {
    outputLog.text
  }

  package var error: String {
    errorLog.text
  }

  /// Sends a signal to the command, not to what it started.
  package func send(_ signal: Int32) {
    child.send(signal)
  }

  /// Adds to what the command reads; it must have been started with `.pipe`.
  package func write(_ text: String, timeout: Duration = .patience) throws(SupportFailure) {
    try write(Array(text.utf8), timeout: timeout)
  }

  /// Adds to what the command reads; it must have been started with `.pipe`.
  package func write(_ bytes: [UInt8], timeout: Duration = .patience) throws(SupportFailure) {
    unwritten += bytes
    try pump(until: Deadline(after: timeout), waitingFor: "the command to read") {
      unwritten.isEmpty || input == nil
    }
  }

  /// Ends what the command reads.
  package func closeInput() {
    keepsInputOpen = false
    if unwritten.isEmpty { input = nil }
  }

  /// Lets go of everything that the command reads from and writes to.
  func hangUp() {
    closeInput()
    outputLog.close()
    errorLog.close()
  }

  /// Waits until the output so far satisfies the predicate, and gives it.
  @discardableResult
  package func readOutput(
    timeout: Duration = .patience,
    until predicate: (String) -> Bool
  ) throws(SupportFailure) -> String {
    try pump(until: Deadline(after: timeout), waitingFor: "the output asked for") {
      predicate(outputLog.text)
    }
    return outputLog.text
  }

  /// Hands on what the command writes, piece by piece, until `isEnough`.
  func readPieces(
    timeout: Duration,
    waitingFor wanted: String,
    until isEnough: (ArraySlice<UInt8>) -> Bool
  ) throws(SupportFailure) {
    try pump(until: Deadline(after: timeout), waitingFor: wanted) {
      isEnough(outputLog.takeNew())
    }
  }

  /// What has come since the last piece.
  func takeNew() -> ArraySlice<UInt8> {
    outputLog.takeNew()
  }

  /// Waits until the standard error so far satisfies the predicate, and gives it.
  @discardableResult
  package func readError(
    timeout: Duration = .patience,
    until predicate: (String) -> Bool
  ) throws(SupportFailure) -> String {
    try pump(until: Deadline(after: timeout), waitingFor: "the standard error asked for") {
      predicate(errorLog.text)
    }
    return errorLog.text
  }

  /// Waits for the next occurrence of a text in the output, behind the last one found.
  ///
  /// Gives all the output since then, up to and with that text.
  @discardableResult
  package func expect(
    _ text: String,
    timeout: Duration = .patience
  ) throws(SupportFailure) -> String {
    var found: String?
    try pump(until: Deadline(after: timeout), waitingFor: "'\(text)'") {
      found = outputLog.take(through: text)
      return found != nil
    }
    return found ?? ""
  }

  /// Waits for the end; when the timeout passes first, kills the command and throws.
  ///
  /// What the command reads stays open: a command that waits for its end needs `closeInput` first.
  @discardableResult
  package func wait(timeout: Duration = .patience) throws(SupportFailure) -> CommandResult {
    do {
      try pump(until: Deadline(after: timeout), waitingFor: "the end of '\(name)'") { false }
    } catch .ended {
      // As it should.
    } catch {
      child.kill()
      throw error
    }
    return CommandResult(
      status: child.termination?.status ?? -1,
      signal: child.termination?.signal,
      outputBytes: outputLog.bytes,
      errorBytes: errorLog.bytes
    )
  }

  /// Moves bytes until `isDone`; throws `ended` when the command ends first.
  ///
  /// What the command wrote is all there when it is found to have ended. A descendant that still holds the
  /// pipe is not waited for.
  private func pump(
    until deadline: Deadline,
    waitingFor wanted: String,
    isDone: () -> Bool
  ) throws(SupportFailure) {
    while !isDone() {
      guard child.termination == nil else { throw .ended(waitingFor: wanted, seen: seen) }
      if unwritten.isEmpty, !keepsInputOpen { input = nil }
      var poll = Poll()
      poll.add(child.end.number)
      if let input, !unwritten.isEmpty { poll.add(input.number, POLLOUT) }
      for log in [outputLog, errorLog] {
        if let source = log.source { poll.add(source.number) }
      }
      guard try poll.wait(until: deadline) else {
        throw .timedOut(waitingFor: wanted, seen: seen)
      }
      if poll.isReady(child.end.number) { child.reap() }
      try outputLog.drain()
      try errorLog.drain()
      try writeInput()
    }
  }

  private func writeInput() throws(SupportFailure) {
    guard let input, !unwritten.isEmpty else { return }
    if let count = try input.writeAvailable(unwritten) {
      unwritten = unwritten.dropFirst(count)
    } else {
      unwritten = []
      self.input = nil
    }
  }

  private var seen: String {
    "stdout: \(outputLog.text)\nstderr: \(errorLog.text)"
  }
}
