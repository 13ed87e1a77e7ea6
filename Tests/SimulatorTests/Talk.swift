import Jobs
import QMP
import Simulator

/// A client and a simulated server in memory; time is what the test says it is.
struct Talk {
  private(set) var server: SimulatedServer
  private(set) var now = Instant(nanoseconds: 0)
  private let client: SimulatedServer.ClientID
  private var splitter = MessageSplitter()
  /// Every event so far, by job: statuses, and the companions' names in capitals.
  private(set) var history: [String: [String]] = [:]
  private var replies: [Result<JSONValue, ServerError>] = []

  init(_ scenario: Scenario, version: QEMUVersion = Release.newest) {
    server = SimulatedServer(scenario, release: Release(version), start: now)
    client = server.connect()
    _ = execute("qmp_capabilities")
  }

  /// The reply to a command; nil when the server went down over it.
  mutating func execute(
    _ command: String,
    _ arguments: JSONObject = [:]
  ) -> Result<JSONValue, ServerError>? {
    let bytes = Request(command, arguments).encoded(id: "t")
    server.receive(bytes.span, from: client, at: now)
    read()
    return replies.popLast()
  }

  mutating func advance(by duration: Duration) {
    now = now.advanced(by: duration)
    _ = server.advance(to: now)
    read()
  }

  /// Lets time pass to the next thing that is due; false when there is none.
  mutating func advanceToNext() -> Bool {
    guard let next = server.advance(to: now) else { return false }
    now = max(now, next)
    _ = server.advance(to: now)
    read()
    return true
  }

  mutating func statuses() -> [String: String] {
    guard case .success(.array(let jobs))? = execute("query-jobs") else { return [:] }
    return Dictionary(
      uniqueKeysWithValues: jobs.compactMap { job in
        guard let id = job.object?["id"]?.string, let status = job.object?["status"]?.string else {
          return nil
        }
        return (id, status)
      }
    )
  }

  private mutating func read() {
    splitter.append(server.takeOutput(for: client).span)
    while let bytes = try? splitter.next() {
      guard let message = (try? JSONParser.parse(bytes.span)).flatMap(\.object) else { continue }
      if let name = message["event"]?.string, let data = message["data"]?.object {
        note(name, data)
      } else if let value = message["return"] {
        replies.append(.success(value))
      } else if let error = message["error"]?.object {
        let errorClass = ServerError.Class(error["class"]?.string ?? "")
        replies.append(.failure(ServerError(errorClass, error["desc"]?.string ?? "")))
      }
    }
  }

  private mutating func note(_ name: String, _ data: JSONObject) {
    let id = data["id"]?.string ?? data["device"]?.string ?? ""
    let word =
      name == "JOB_STATUS_CHANGE" ? data["status"]?.string ?? "" : String(name.dropFirst(10))
    history[id, default: []].append(word)
  }
}
