import CommandTable
import Jobs
import POSIX
import QMP

/// What `status` tells: two columns, a line a thing.
struct ShellStatus {
  private var rows: [(name: String, text: String)] = []

  init(_ connection: ShellConnection) {
    rows.append(("server", connection.address.map { Visible.text("\($0)") } ?? "-"))
    rows.append(("connection", Self.words(connection.state)))
    guard let greeting = connection.greeting else { return }
    let package = greeting.package.isEmpty ? "" : " (\(Visible.text(greeting.package)))"
    rows.append(("version", "\(greeting.version)\(package)"))
    let capabilities = greeting.capabilities.map(Visible.text).joined(separator: ", ")
    rows.append(("capabilities", capabilities.isEmpty ? "-" : capabilities))
    if let count = connection.offeredCommands?.count { rows.append(("commands", "\(count)")) }
  }

  mutating func add(_ name: String, _ text: String) {
    rows.append((name, text))
  }

  /// `3: 2 running, 1 ready`.
  mutating func add(_ jobs: [Job]) {
    let counts = Dictionary(grouping: jobs, by: \.status.word).mapValues(\.count)
    let words = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      .map { "\($0.value) \(Visible.text($0.key))" }.joined(separator: ", ")
    add("jobs", jobs.isEmpty ? "0" : "\(jobs.count): \(words)")
  }

  var text: String {
    rows.map { name, text in
      name + String(repeating: " ", count: max(1, 14 - name.count)) + text + "\n"
    }.joined()
  }

  private static func words(_ state: ShellConnection.State) -> String {
    switch state {
    case .untried: return "none yet"
    case .open(let since):
      return "open since \(WallClock.timeOfDay(since.seconds, since.microseconds).prefix(8))"
    case .failed(let failure): return "none: \(failure.message.sentence)"
    case .lost(let failure, let next):
      let seconds = next.map { max(.zero, Instant.now.duration(to: $0)) / .seconds(1) }
      let retry = seconds.map { "tried again in \(Int($0.rounded(.up)))s" } ?? "not tried again"
      return "lost, \(retry): \(failure.message.sentence)"
    }
  }
}
