import CommandTable
import Jobs
import LineEditing
import POSIX
import QMP

/// The commands about the shell itself.
extension InteractiveShell {
  func begin(_ action: Invocation.Action) {
    wait = PatienceMeter()
    // It tells the events itself.
    if case .watch = action { feed.isSilent = true }
  }

  func perform(_ order: SessionOrder, in context: Context) throws(Failure) -> ExitStatus {
    switch order {
    case .events(let choice): return try choose(choice, context)
    case .status: return try context.write(status)
    case .reconnect(let address):
      try connect(to: try target(address))
      return .done
    case .history(let count):
      let lines = editor.remembered(count ?? .max)
      return try context.write(lines.map { Visible.text($0) + "\n" }.joined())
    case .quit:
      ending = .exit(.done)
      return .done
    }
  }

  private func target(_ address: ServerAddress?) throws(Failure) -> ServerAddress {
    if let address = address ?? connection.address { return address }
    return try context.address()
  }

  private func choose(
    _ choice: SessionOrder.Events,
    _ context: Context
  ) throws(Failure) -> ExitStatus {
    switch choice {
    case .tell: return try context.write("\(events)\n")
    case .all: feed.show(JobSelection(names: [], selectsAll: true))
    case .none: feed.show(nil)
    case .matching(let names): feed.show(JobSelection(names: names))
    }
    return .done
  }

  private var events: String {
    guard let selection = feed.selection else { return "off" }
    return selection.selectsAll ? "on" : selection.names.map(Visible.text).joined(separator: " ")
  }

  private var status: String {
    var status = ShellStatus(connection)
    if case .open = connection.state { status.add(feed.jobs) }
    status.add("events", "\(events), \(feed.eventCount) so far")
    switch (history.path, history.failure) {
    case (nil, _): status.add("history", "not kept: HOME is not set")
    case (let path?, nil): status.add("history", Visible.text(path))
    case (let path?, let failure?):
      status.add("history", "not kept: \(Visible.text(path)): \(failure.reason)")
    }
    return status.text
  }
}
