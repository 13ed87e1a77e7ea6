import Foundation
import TestSupport

/// One command in one fault: it is run to its end, and what is wrong with that is told.
struct StormRun: Sendable {
  let command: StormedCommand
  let fault: Fault?

  /// How long anything may take, whatever happens; much more than the deadlines given.
  static let limit = Duration.seconds(30)

  /// What is wrong, each in a sentence; nothing where it behaved.
  func problems(note: @escaping @Sendable (Message) -> Void = { _ in }) -> [String] {
    do {
      let result = try result(note)
      return problems(of: result).map { "\(self): \($0)\n\(result)" }
    } catch {
      return ["\(self): \(error)"]
    }
  }

  private func result(_ note: @escaping @Sendable (Message) -> Void) throws -> CommandResult {
    let server = try HostileServer(over: transport) { [fault] in HostileTalk(fault, note: note) }
    let patience = fault?.takesPatience ?? false ? "400ms" : "20s"
    let shared = server.path("shared")
    let words =
      ["--connect-timeout", patience, "--reply-timeout", patience]
      + command.words.map { $0 == "PATH" ? shared : $0 }
    // Where holders meet, and where a shell keeps its lines.
    let environment = [
      "JOBCTL_SOCKET": server.address, "XDG_RUNTIME_DIR": server.path("."),
      "XDG_STATE_HOME": server.path("."),
    ]
    return switch command.setting {
    case .plain: try run(words, environment, .null)
    case .input(let script): try run(words, environment, .text(script))
    case .alone: try alone(words, environment, server)
    case .terminal(let lines): try type(lines, words, environment)
    }
  }

  private var transport: FakeMonitor.Transport {
    if case .alone = command.setting { .unix } else { fault?.transport ?? .unix }
  }

  private func run(
    _ words: [String],
    _ environment: [String: String],
    _ input: CommandInput
  ) throws -> CommandResult {
    try CommandRun.run(
      Storm.path,
      words,
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
    let terminal = try PseudoTerminal(running: Storm.path, words, environment: environment)
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
    let relay = ["perl", "-e", Self.relay, server.path("qmp"), server.address, Storm.path]
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
