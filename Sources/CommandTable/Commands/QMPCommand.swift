import Jobs
import QMP

extension CommandSpec {
  private static let compact = Switch("compact", "c", help: "Print the reply on one line.")

  static let qmp = CommandSpec(
    name: "qmp",
    group: .other,
    summary: "send any QMP command and print the reply",
    operands: [Operand("COMMAND", completion: .serverCommand), Operand("KEY=VALUE|JSON", .any)],
    options: [compact.spec],
    discussion: [
      """
      Arguments are one JSON object, or pairs: a \(variable: "VALUE") that is JSON counts as such \
      (numbers, \(literal: "true"), \(literal: "[1, 2]"), \(literal: "{...}"), strings in double quotes), any \
      other is a string. Dots in a \(variable: "KEY") make objects: \
      \(literal: "options.driver=file").
      """
    ],
    examples: [
      Example("qmp query-version", "ask the server who it is"),
      Example("qmp blockdev-del node-name=target0", "a command with an argument"),
      Example("qmp blockdev-backup job-id=b0 device=disk0 target=t0 sync=full", "start a job"),
      Example("qmp job-dismiss '{\"id\": \"b0\"}'", "arguments as one JSON object"),
    ]
  ) { arguments throws(UsageError) in
    let command = arguments.operands[0]
    do throws(ValueError) {
      let request = Request(command, try QMPArguments.parse(arguments.operands.dropFirst()))
      return .qmp(QMPOrder(request: request, isCompact: arguments(compact)))
    } catch {
      throw arguments.problem("'\(error.word)' \(error.reason)")
    }
  }
}
