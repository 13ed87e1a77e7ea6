/// The commands by their names, in the order of the overview.
///
/// What the table says of one is made when that is asked for: a command line needs one of them.
package enum CommandName: String, CaseIterable, Sendable {
  case list
  case show
  case pause
  case resume
  case cancel
  case complete
  case finalize
  case dismiss
  case setSpeed = "set-speed"
  case watch
  case wait
  case check = "is"
  case explain
  case shell
  case sockets
  case hold
  case qmp
  case sandbox
  case completion
  case help
  case version
  case completeWords = "__complete"
  case generate

  package var spec: CommandSpec {
    switch self {
    case .list: .list
    case .show: .show
    case .pause: .pause
    case .resume: .resume
    case .cancel: .cancel
    case .complete: .complete
    case .finalize: .finalize
    case .dismiss: .dismiss
    case .setSpeed: .setSpeed
    case .watch: .watch
    case .wait: .wait
    case .check: .check
    case .explain: .explain
    case .shell: .shell
    case .sockets: .sockets
    case .hold: .hold
    case .qmp: .qmp
    case .sandbox: .sandbox
    case .completion: .completion
    case .help: .help
    case .version: .version
    case .completeWords: .completeWords
    case .generate: .generate
    }
  }
}
