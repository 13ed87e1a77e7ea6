import Synchronization
import TestSupport
import Testing

/// What an honest server says to a command, message by message.
struct Course: Sendable {
  let command: StormedCommand
  let messages: [Message]
  /// What was wrong even so.
  let problems: [String]

  /// Those of all commands that can be run here.
  static let all: [Course] = {
    let isAlone = try? CommandRun.run("unshare", StormRun.worldOfItsOwn + ["true"])
    let commands = StormedCommand.all.filter { command in
      if case .alone = command.setting { return isAlone?.status == 0 }
      return true
    }
    return (try? Workers.map(commands, count: 4, Course.init)) ?? []
  }()

  /// The first of each command of the table.
  static let ofEachCommand: [Course] = {
    var names: Set<String> = []
    return all.filter { names.insert($0.command.words[0]).inserted }
  }()

  private init(of command: StormedCommand) {
    let log = MessageLog()
    problems = StormRun(command: command, fault: nil).problems(note: log.add)
    messages = log.messages
    self.command = command
  }

  /// Whether a fault makes any difference to the command.
  func meets(_ fault: Fault) -> Bool {
    messages.enumerated().contains { fault.moment.covers($1.topic, number: $0) }
  }
}

/// The messages of one run, from the server's thread.
private final class MessageLog: Sendable {
  private let log = Mutex<[Message]>([])

  var messages: [Message] {
    log.withLock { $0 }
  }

  @Sendable func add(_ message: Message) {
    log.withLock { $0.append(message) }
  }
}

extension Course: CustomTestStringConvertible {
  var testDescription: String { command.testDescription }
}
