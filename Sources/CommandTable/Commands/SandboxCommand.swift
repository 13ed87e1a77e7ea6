import Jobs
import QMP
import Simulator

extension CommandSpec {
  private static let listen = listening(help: "Where to listen (a private socket).")
  private static let scenario = Option<String>(
    "scenario",
    value: "NAME|FILE",
    completion: .choicesOrFile(BuiltInScenario.allCases.map(\.choice)),
    help: "What happens on it: \(literal: scenarios), or a file (tour)."
  ) { text throws(ValueError) in
    guard !text.isEmpty else { throw ValueError(word: text, reason: "is no scenario") }
    return text
  }
  private static let scenarios = BuiltInScenario.allCases.map(\.rawValue).joined(separator: ", ")
  private static let qemuVersion = Option<QEMUVersion>(
    "qemu-version",
    value: "VERSION",
    help: "Which release to play, from 2.12 on (\(literal: "\(QEMUVersion.newestKnown)"))."
  ) { text throws(ValueError) in
    guard let version = QEMUVersion(parsing: text) else {
      throw ValueError(word: text, reason: "is not a version from 2.12 on, as in 7.2")
    }
    return version
  }
  private static let timeScale = Option<Double>(
    "time-scale",
    value: "N",
    help: "Let time pass N times as fast (1)."
  ) { text throws(ValueError) in
    guard let factor = Double(text), factor >= 0.001, factor <= 1_000_000 else {
      throw ValueError(word: text, reason: "is not a number from 0.001 to 1000000")
    }
    return factor
  }
  private static let singleClient = Switch(
    "single-client",
    help: "Serve one client at a time, as QEMU does; others wait unheard."
  )
  private static let pretty = Switch("pretty", help: "Send messages over many lines.")

  static let sandbox = CommandSpec(
    name: "sandbox",
    group: .other,
    summary: "serve simulated jobs, to try jobctl and scripts",
    operands: [Operand("COMMAND", .any, completion: .program, mayBeEmpty: true)],
    options: [
      listen.spec, scenario.spec, qemuVersion.spec, timeScale.spec, singleClient.spec, pretty.spec,
    ],
    discussion: [
      """
      A QMP server with QEMU's rules for jobs and without QEMU: the same states, verbs, errors and events. With a \
      \(variable: "COMMAND") (after \(literal: "--")) it runs that with JOBCTL_SOCKET set, and ends with its exit \
      status; otherwise it serves until SIGINT or SIGTERM.
      """,
      """
      Scenarios: \(literal: "tour") has one job of every kind, in every kind of trouble; \(literal: "quiet") has \
      four disks of 4 GiB, disk0 to disk3 with copy0 to copy3 beside them, and no job until you start one; \
      \(literal: "flood") makes thousands of events a second; \(literal: "errors") meets I/O errors with every policy; \
      \(literal: "many") has 10,000 jobs.
      """,
      """
      A scenario file is a JSON object of disks, with their sizes and faults, and steps, the QMP commands that are \
      given and when: \(page: "jobctl-scenario", section: 5).
      """,
    ],
    examples: [
      Example("sandbox", "serve the tour until Ctrl-C"),
      Example("sandbox -- jobctl list", "one command on it"),
      Example("sandbox --scenario quiet --qemu-version 5.2 -- sh", "a shell to rehearse in"),
    ],
    variables: [
      Term("TMPDIR", "Where the private socket is made, in a folder of its own.")
    ],
    files: [
      Term("$TMPDIR/jobctl-sandbox.XXXXXX/qmp", "The sandbox's socket, unless it is told another.")
    ]
  ) { arguments throws(UsageError) in
    .sandbox(
      SandboxOrder(
        path: try arguments(listen),
        scenario: try arguments(scenario) ?? "tour",
        version: try arguments(qemuVersion) ?? .newestKnown,
        timeScale: try arguments(timeScale) ?? 1,
        servesOne: arguments(singleClient),
        isPretty: arguments(pretty),
        command: arguments.operands
      )
    )
  }
}
