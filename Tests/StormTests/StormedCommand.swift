import TestSupport
import Testing

/// A command line that is sent into the storm, and how it ends where nothing is wrong.
struct StormedCommand: Sendable {
  /// Where it is run.
  enum Setting: Sendable {
    case plain
    /// A script that it reads.
    case input(String)
    /// Where only the server's socket is to be found.
    case alone
    /// Where another jobctl holds the monitor for it.
    case held
    /// A terminal, on which this is typed, each as soon as there is a prompt.
    case terminal([String])
  }

  /// `PATH` stands for a path of its own.
  let words: [String]
  let honest: Int32
  let setting: Setting

  init(_ line: String, _ honest: Int32 = 0, _ setting: Setting = .plain) {
    self.init(line.split(separator: " ").map(String.init), honest, setting)
  }

  init(_ words: [String], _ honest: Int32 = 0, _ setting: Setting = .plain) {
    self.words = words
    self.honest = honest
    self.setting = setting
  }

  /// By the names of the command table; those for which there is none ask no server.
  static let table: [String: [StormedCommand]] = [
    "list": [
      Self("list"), Self("list -o json"), Self("list -o wide --debug"),
      Self("list live r* --sort status"),
      Self("list -o tsv --columns id,status,error,device"), Self("list -o name"),
      Self("list", 0, .terminal([])),
    ],
    "show": [Self("show live"), Self("show over -o json"), Self("show gone -o jsonl")],
    "pause": [Self("pause run"), Self("pause --all --status running,paused", 4)],
    "resume": [Self("resume still"), Self("resume still --dry-run")],
    "cancel": [
      Self("cancel run full --wait=1s"), Self("cancel run --force"), Self("cancel * --yes"),
      Self("cancel *", 0, .terminal(["y\r"])),
    ],
    "complete": [
      Self("complete full --wait=300ms", 7), Self("complete full"), Self("complete run", 4),
    ],
    "finalize": [Self("finalize due"), Self("finalize due --wait=1s")],
    "dismiss": [Self("dismiss over"), Self("dismiss nobody", 3)],
    "set-speed": [Self("set-speed run 1M"), Self("set-speed --all --type backup unlimited", 4)],
    "watch": [
      Self("watch live --until concluded --timeout 5s"),
      Self("watch -o jsonl --count 3 --timeout 5s"),
      Self("watch -o tsv --all-events --timeout 300ms", 7),
      Self("watch --progress=100ms --stall-after 100ms --timeout 300ms --debug", 7),
      Self("watch --progress=100ms --timeout 500ms", 7, .terminal([])),
      Self("watch --reconnect=300ms --timeout 700ms", 7),
    ],
    "wait": [
      Self("wait live --timeout 5s"), Self("wait live gone --timeout 5s", 10),
      Self("wait live --for ready --progress=100ms --timeout 5s"),
      Self("wait live --progress=100ms --timeout 5s", 0, .terminal([])),
      Self("wait nobody --allow-missing --timeout 300ms", 7),
    ],
    "is": [Self("is run running"), Self("is still running", 4)],
    "explain": [Self("explain --job live"), Self("explain --job full -o dot")],
    "shell": [
      Self(["shell", "-k", "-c", "list", "-c", "pause run", "-c", "qmp -c query-version"]),
      Self(
        "shell --keep-going",
        7,
        .input("show live\nstatus\nwatch --timeout 100ms\ncomplete nobody\nis live running\nlist\n")
      ),
      Self("shell", 0, .terminal(["list\r", "status\r", "pause run\r", "quit\r"])),
    ],
    "qmp": [
      Self("qmp query-version"), Self("qmp -c query-jobs --debug"), Self("qmp job-pause id=run"),
    ],
    "sockets": [Self("sockets --probe -o json", 0, .alone), Self("sockets --probe", 0, .alone)],
    "hold": [
      Self("hold --listen PATH --idle-exit 100ms"), Self("list", 0, .held),
      Self("watch -o jsonl --count 3 --timeout 5s", 0, .held), Self("pause run", 0, .held),
    ],
    "__complete": [
      Self(["__complete", "--", "pause", ""]), Self(["__complete", "--", "qmp", "q"]),
    ],
    "sandbox": [], "completion": [], "help": [], "version": [], "generate": [],
  ]

  static let all = table.sorted { $0.key < $1.key }.flatMap(\.value)
}

extension StormedCommand: CustomTestStringConvertible {
  var testDescription: String { words.joined(separator: " ") }
}
