import Jobs
import QMP

extension Manual {
  /// The program's own page.
  var overview: ManualPage {
    page("jobctl", section: 1, summary: "control QEMU's background jobs") { mdoc in
      mdoc.section("Synopsis")
      mdoc.macro("Nm jobctl")
      mdoc.macro("Op Ar OPTIONS")
      mdoc.macro("Ar COMMAND")
      mdoc.macro("Op Ar ARGUMENTS")
      mdoc.section("Description")
      mdoc.paragraphs(Self.introduction)
      mdoc.section("Commands")
      commands(&mdoc)
      mdoc.section("Options")
      mdoc.paragraphs(Self.lines)
      mdoc.options(GlobalOptions.specs)
      mdoc.section("Addresses and other values")
      mdoc.list(Self.values)
      mdoc.section("Monitors")
      mdoc.paragraphs(Self.monitors)
      mdoc.display(Self.monitorLines)
      mdoc.section("Environment")
      let variables = GlobalOptions.variables + CommandSpec.visible.flatMap(\.variables)
      mdoc.list(variables.map { ("Ev \(Mdoc.argument($0.name))", $0.text) })
      let files = CommandSpec.visible.flatMap(\.files)
      mdoc.terms(files, section: "Files", macro: "Pa")
      mdoc.section("Exit status")
      mdoc.list(statuses, width: "130")
      mdoc.macro("Pp")
      mdoc.prose(
        """
        With several jobs every one is tried, and the status is that of the first failure. A reader that closes its \
        end ends jobctl quietly with 0.
        """
      )
      mdoc.section("Examples")
      mdoc.examples(Self.examples)
      mdoc.section("Diagnostics")
      mdoc.paragraphs(Self.diagnostics)
      let pages = CommandSpec.visible.filter(\.hasPage).map { (name: $0.pageName, section: 1) }
      mdoc.seeAlso(
        pages + [
          (name: "qemu-storage-daemon", section: 1), (name: "jobctl-output", section: 5),
          (name: "jobctl-scenario", section: 5), (name: "jobctl-jobs", section: 7),
        ]
      )
      mdoc.section("History")
      mdoc.prose(
        "This is jobctl \(text: version). It knows QEMU from \(text: JobVerb.oldestRelease.short) on."
      )
      mdoc.section("Caveats")
      mdoc.paragraphs(Self.caveats)
    }
  }

  private func commands(_ mdoc: inout Mdoc) {
    let commands = CommandSpec.visible + CommandSpec.inShell.filter { $0.group == .shell }
    for group in CommandSpec.Group.allCases {
      mdoc.subsection(group.rawValue)
      mdoc.macro("Bl -tag -width Ds")
      for spec in commands where spec.group == group {
        var usage = Mdoc.argument(spec.name)
        for operand in spec.operands { usage += " \(Self.usage(of: operand))" }
        mdoc.macro("It Cm \(usage)")
        let summary = PlainText.capitalized(spec.summary)
        if spec.hasPage {
          mdoc.prose("\(text: summary): \(page: spec.pageName, section: 1).")
        } else {
          mdoc.paragraphs(["\(text: summary)."] + spec.discussion)
          // In the shell a line does not begin with the program's name.
          if !spec.examples.isEmpty, group != .shell {
            mdoc.macro("Pp")
            mdoc.examples(spec.examples)
          }
        }
      }
      mdoc.macro("El")
    }
  }

  private static func usage(of operand: Operand) -> String {
    let name = Mdoc.argument(operand.name)
    return switch operand.count {
    case .one: "Ar \(name)"
    case .optional: "Op Ar \(name)"
    case .oneOrMore: "Ar \(name) ..."
    case .any: "Op Ar \(name) ..."
    }
  }

  private var statuses: [(tag: String, text: Prose)] {
    exitStatuses.map { (tag: "\($0.status)", text: "\(text: PlainText.capitalized($0.summary)).") }
      + [(tag: "130, 143", text: "Ended by SIGINT or SIGTERM.")]
  }

  // MARK: - Texts

  private static let introduction: [Prose] = [
    """
    Sees and controls the jobs that QEMU does beside running a guest: commit, stream, mirror and backup, and in newer \
    releases create, amend and snapshots. It talks QMP, the monitor that \(literal: "qemu-system-*") and \
    \(page: "qemu-storage-daemon", section: 1) open on a socket, and knows every release from \
    \(text: JobVerb.oldestRelease.short) on.
    """,
    """
    It never hangs, takes a server's word for no more than it says, and sends nothing that is known to kill a guest. \
    What jobs are, what they go through and which verb does what is in \(page: "jobctl-jobs", section: 7) and in \
    \(command: "explain"); \(command: "sandbox") plays a server where there is none.
    """,
  ]

  private static let lines: [Prose] = [
    """
    Options stand before or after operands, those of every command also before its name, as \
    \(literal: "--name=value"), \(literal: "--name value"), \(literal: "-n value") or \(literal: "-nvalue"); \
    \(literal: "--") ends them. Of an option that is given twice the last one counts, but for those that take several \
    values, which add up.
    """
  ]

  private static let values: [(tag: String, text: Prose)] = [
    (
      "Ar ADDRESS",
      """
      A path or \(literal: "unix:PATH"), \(literal: "tcp:HOST:PORT") (an IPv6 host may stand in brackets), or \
      \(literal: "fd:N") for a connected socket that jobctl inherits. Paths of more than 107 bytes do not fit; use a \
      symbolic link to their folder.
      """
    ),
    (
      "Ar DURATION",
      """
      \(literal: "500ms"), \(literal: "10s"), \(literal: "5m"), \(literal: "2h") or \(literal: "1d"); a bare number \
      is seconds.
      """
    ),
    (
      "Ar RATE",
      """
      Bytes a second, as a number with K, M, G or T, powers of 1024; \(literal: "unlimited") or 0 for no limit. Bits \
      are refused.
      """
    ),
    ("Ar ID", "A job's id."),
    (
      "Ar GLOB",
      """
      A pattern for ids, with \(literal: "*"), \(literal: "?") and \(literal: "[...]") as a shell has them; quote it, \
      so that the shell leaves it alone.
      """
    ),
  ]

  private static let monitors: [Prose] = [
    """
    A QMP socket serves one client at a time. Others connect, wait, and are told nothing. So give operators a socket \
    of their own, beside the one that a management program holds: QEMU takes as many monitors as you like, and each \
    sees every job and every event. jobctl leaves the first one alone, and nobody who looks locks the other out.
    """,
    """
    jobctls of one user share a monitor without being told. Whoever stays at it (\(literal: "watch"), \(literal: "wait"), \
    \(literal: "shell"), a verb with \(literal: "--wait")) leaves it to a process that serves the others, too, and \
    ends with the last of them; \(literal: "hold") is such a process by itself. \(GlobalOptions.noShare) goes to the \
    server alone.
    """,
  ]

  private static let monitorLines = [
    "qemu-system-x86_64 ... -qmp unix:/run/vm.qmp,server=on,wait=off",
    "qemu-storage-daemon ... --monitor chardev=op \\",
    "    --chardev socket,id=op,path=/run/sd.qmp,server=on,wait=off",
  ]

  static let examples = [
    Example("list", "what is going on"),
    Example("pause 'backup*'", "let the backups stand back"),
    Example("watch mirror0 --until ready", "follow a mirror until it has caught up"),
    Example("complete --wait mirror0", "let the guest go on with its copy"),
    Example("list -o jsonl --columns id,status,percent", "for a program"),
    Example("sandbox -- sh", "try all of it without QEMU"),
  ]

  private static let diagnostics: [Prose] = [
    """
    A message says what was attempted, on what, why not, and what can be done, and indented under it what the server \
    said. Control characters in a server's words are made visible.
    """,
    """
    When a deadline passes, a signal comes or the connection is lost after a request was sent, its effect is unknown, \
    and the message says so: it may have happened, or may happen yet.
    """,
  ]

  private static let caveats: [Prose] = [
    """
    Whoever may connect to a QMP socket can do anything to the guest and, through it, with the rights of the QEMU \
    process: keep such sockets to those who may. jobctl needs no other rights than to connect.
    """
  ]
}
