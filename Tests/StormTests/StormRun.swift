import Foundation
import Glibc
import TestSupport

/// One command in one fault: it is run to its end, and what is wrong with that is told.
struct StormRun: Sendable {
  let command: StormedCommand
  let fault: Fault?

  /// How long anything may take, whatever happens; much more than the deadlines given, for valgrind too.
  static let limit = Duration.seconds(Storm.isComplete ? 120 : 30)

  /// What is wrong, each in a sentence; nothing where it behaved.
  func problems(note: @escaping @Sendable (Message) -> Void = { _ in }) -> [String] {
    do {
      let (result, holder) = try results(running: [Storm.path], note)
      let problems = problems(of: result) + (holder.map(problemsOfHolder) ?? [])
      return problems.map { "\(self): \($0)\n\(result)" }
    } catch {
      return ["\(self): \(error)"]
    }
  }

  /// How the command ended, and whoever held the monitor for it, `program` being what stands before its
  /// words.
  func results(
    running program: [String],
    _ note: @escaping @Sendable (Message) -> Void
  ) throws -> (CommandResult, holder: CommandResult?) {
    let server = try HostileServer(over: transport) { [fault] in HostileTalk(fault, note: note) }
    let patience = fault?.takesPatience ?? false ? "400ms" : "20s"
    let options = ["--connect-timeout", patience, "--reply-timeout", patience]
    let shared = server.path("shared")
    let words = options + command.words.map { $0 == "PATH" ? shared : $0 }
    // Where holders meet, and where a shell keeps its lines.
    let environment = [
      "JOBCTL_SOCKET": server.address, "XDG_RUNTIME_DIR": server.path("."),
      "XDG_STATE_HOME": server.path("."),
    ]
    switch command.setting {
    case .plain: return (try run(program + words, environment, .null), nil)
    case .input(let script): return (try run(program + words, environment, .text(script)), nil)
    case .alone: return (try alone(program + words, environment, server), nil)
    case .terminal(let lines): return (try type(lines, program + words, environment), nil)
    case .held:
      let holder = try RunningCommand(Storm.path, options + ["hold"], environment: environment)
      let isHeld = try? holder.readError { $0.contains("' is held for others") }
      // Where it could not have it: that is what the command ends with.
      guard isHeld != nil else { return (try holder.wait(timeout: Self.limit), nil) }
      let result = try run(program + words, environment, .null)
      holder.send(SIGTERM)
      return (result, try holder.wait(timeout: Self.limit))
    }
  }

  private var transport: FakeMonitor.Transport {
    switch command.setting {
    case .alone, .held: .unix
    case .plain, .input, .terminal: fault?.transport ?? .unix
    }
  }

  private func run(
    _ words: [String],
    _ environment: [String: String],
    _ input: CommandInput
  ) throws -> CommandResult {
    try CommandRun.run(
      words[0],
      Array(words.dropFirst()),
      environment: environment,
      input: input,
      timeout: Self.limit
    )
  }

  private func type(
    _ lines: [String],
    _ words: [String],
    _ environment: [String: String]
  ) throws -> CommandResult {
    let terminal = try PseudoTerminal(
      running: words[0],
      Array(words.dropFirst()),
      environment: environment
    )
    try terminal.write(lines.joined())
    return try terminal.wait(timeout: Self.limit)
  }

  // MARK: - A world of its own

  /// Runs the command where no other socket and no other process is to be seen.
  private func alone(
    _ words: [String],
    _ environment: [String: String],
    _ server: HostileServer
  ) throws -> CommandResult {
    let relay = ["perl", "-e", Self.relay, server.path("qmp"), server.address]
    return try CommandRun.run(
      "unshare",
      Self.worldOfItsOwn + relay + words,
      environment: environment,
      timeout: Self.limit
    )
  }

  static let worldOfItsOwn = ["-r", "-n", "-p", "-f", "--mount-proc"]

  /// Listens in that world, passes on to a server outside, and becomes the command.
  private static let relay = """
    use strict; use IO::Socket::UNIX; use IO::Select; $SIG{PIPE} = 'IGNORE';
    my $listener = IO::Socket::UNIX->new(Local => shift, Listen => 1) or die "listen: $!";
    my $path = shift;
    if (fork) { close $listener; exec @ARGV or die "exec: $!" }
    while (my $client = $listener->accept) {
      my $server = IO::Socket::UNIX->new(Peer => $path) or next;
      my $both = IO::Select->new($client, $server);
      TURN: while (my @ready = $both->can_read) {
        for my $from (@ready) {
          sysread($from, my $bytes, 65536) or last TURN;
          syswrite($from == $client ? $server : $client, $bytes);
        }
      }
    }
    """
}

extension StormRun: CustomStringConvertible {
  var description: String {
    "jobctl \(command.testDescription), in \(fault?.name ?? "calm")"
  }
}
