import CommandTable
import Testing

@Suite struct UsageErrorTests {
  private static let general: [(String, String)] = [
    ("", "no command given (see 'jobctl help')"),
    ("-s /s", "no command given (see 'jobctl help')"),
    ("--", "no command given (see 'jobctl help')"),
    ("lsit", "unknown command 'lsit'; did you mean 'list'? (see 'jobctl help')"),
    ("pasue a", "unknown command 'pasue'; did you mean 'pause'? (see 'jobctl help')"),
    ("resum a", "unknown command 'resum'; did you mean 'resume'? (see 'jobctl help')"),
    ("CANCEL a", "unknown command 'CANCEL'; did you mean 'cancel'? (see 'jobctl help')"),
    ("comp a", "unknown command 'comp'; did you mean 'complete'? (see 'jobctl help')"),
    ("frobnicate", "unknown command 'frobnicate' (see 'jobctl help')"),
    ("''", "unknown command '' (see 'jobctl help')"),
    ("-5", "unknown command '-5' (see 'jobctl help')"),
    ("help nonsense", "unknown command 'nonsense' (see 'jobctl help')"),
    ("help lst", "unknown command 'lst'; did you mean 'list'? (see 'jobctl help')"),
    ("--sokcet /s list", "unknown option '--sokcet'; did you mean '--socket'? (see 'jobctl help')"),
    ("-x list", "unknown option '-x' (see 'jobctl help')"),
    ("-s", "-s needs a value: ADDRESS (see 'jobctl help')"),
    ("--debug=yes list", "--debug takes no value (see 'jobctl help')"),
  ]

  private static let ofCommands: [(String, String)] = [
    ("list --frob", "unknown option '--frob' (see 'jobctl help list')"),
    (
      "list --stat ready",
      "unknown option '--stat'; did you mean '--status'? (see 'jobctl help list')"
    ),
    ("list -x", "unknown option '-x' (see 'jobctl help list')"),
    ("list -rx", "unknown option '-x' (see 'jobctl help list')"),
    ("list -é", "unknown option '-é' (see 'jobctl help list')"),
    ("list --=x", "unknown option '--' (see 'jobctl help list')"),
    ("list -o", "-o needs a value: FORMAT (see 'jobctl help list')"),
    ("list --output", "--output needs a value: FORMAT (see 'jobctl help list')"),
    ("list --no-header=1", "--no-header takes no value (see 'jobctl help list')"),
    ("list --help=me", "--help takes no value (see 'jobctl help list')"),
    ("list ''", "operand 1 is empty (see 'jobctl help list')"),
    ("show", "missing ID (see 'jobctl help show')"),
    ("show a b", "unexpected word 'b' (see 'jobctl help show')"),
    ("help a b", "unexpected word 'b' (see 'jobctl help help')"),
    ("version now", "unexpected word 'now' (see 'jobctl help version')"),
    ("pause", "missing ID (see 'jobctl help pause')"),
    ("pause a ''", "operand 2 is empty (see 'jobctl help pause')"),
    ("pause --all a", "--all and 'a' exclude each other (see 'jobctl help pause')"),
    ("pause --force a", "unknown option '--force' (see 'jobctl help pause')"),
    (
      "cancel a --status ready",
      "--type and --status go with --all or a pattern, not with an id (see 'jobctl help cancel')"
    ),
    ("set-speed", "missing RATE (see 'jobctl help set-speed')"),
    ("set-speed 5M", "missing ID (see 'jobctl help set-speed')"),
    (
      "set-speed a b",
      "'b' is not a rate; say bytes a second, as in 4096, 10M or 1.5GiB "
        + "(see 'jobctl help set-speed')"
    ),
    (
      "set-speed a -5",
      "'-5' is negative; use 0 or 'unlimited' for no limit (see 'jobctl help set-speed')"
    ),
    ("qmp", "missing COMMAND (see 'jobctl help qmp')"),
    ("qmp x ''", "operand 2 is empty (see 'jobctl help qmp')"),
  ]

  private static let ofValues: [(String, String)] = [
    (
      "list -o xml",
      "--output: 'xml' is not one of table, wide, json, jsonl, tsv, name (see 'jobctl help list')"
    ),
    (
      "list -o=json",
      "--output: '=json' is not one of table, wide, json, jsonl, tsv, name (see 'jobctl help list')"
    ),
    (
      "list -o json -o xml -o json",
      "--output: 'xml' is not one of table, wide, json, jsonl, tsv, name (see 'jobctl help list')"
    ),
    (
      "list --status null",
      "--status: 'null' is not one of created, running, paused, ready, standby, waiting, pending, "
        + "aborting, concluded (see 'jobctl help list')"
    ),
    (
      "list --type mirror,",
      "--type: '' is not one of commit, stream, mirror, backup, create, amend, snapshot-load, "
        + "snapshot-save, snapshot-delete (see 'jobctl help list')"
    ),
    (
      "list --columns id,size",
      "--columns: 'size' is not one of id, type, status, current-progress, total-progress, percent, "
        + "rate, eta-seconds, speed, device, io-status, ready, auto-finalize, auto-dismiss, error "
        + "(see 'jobctl help list')"
    ),
    (
      "list --sort rate",
      "--sort: 'rate' is not one of id, type, status, current-progress, total-progress, percent, "
        + "speed, device, io-status, ready, auto-finalize, auto-dismiss, error "
        + "(see 'jobctl help list')"
    ),
    (
      "list --color=red",
      "--color: 'red' is not one of auto, always, never (see 'jobctl help')"
    ),
    (
      "--reply-timeout soon list",
      "--reply-timeout: 'soon' is not a duration; say 500ms, 10s, 5m, 2h or 1d (see 'jobctl help')"
    ),
  ]

  @Test(arguments: general + ofCommands + ofValues)
  func `a bad line is answered in one that names the wrong word`(
    _ line: String,
    _ complaint: String
  ) {
    #expect(CommandLine(line).complaint == complaint)
  }

  @Test func `a word of any length is refused at once`() {
    let word = String(repeating: "x", count: 10_000)
    #expect(CommandLine(word).complaint == "unknown command '\(word)' (see 'jobctl help')")
    #expect(CommandLine("list --\(word)").complaint?.contains("did you mean") == false)
  }
}
