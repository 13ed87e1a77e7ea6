import QMP
import Simulator

/// The statuses in which a job can be made to stay.
enum Held: String, Sendable, CaseIterable {
  case running, paused, ready, standby, waiting, pending, concluded

  enum JobType: Sendable {
    case mirror, backup, create
  }
}

extension SessionPair {
  /// Brings a job `j` into a status in which it stays until something is done to it; it must be dismissed.
  ///
  /// A running job is slow, a waiting one waits for `partner`; a mirror must be finalized unless it is to
  /// be concluded. A running `create` has a tenth of a second to go.
  mutating func hold(_ status: Held, _ type: Held.JobType) {
    let isManual = status != .concluded
    let common: JSONObject = ["auto-dismiss": false, "auto-finalize": .bool(!isManual)]
    switch (type, status) {
    case (.create, _):
      _ = start(.create)
      if status == .concluded { _ = pass(.seconds(1)) }
    case (.backup, .waiting):
      _ = perform("transaction", Self.pair(common))
      _ = pass(.seconds(10))
    case (_, .running), (_, .paused):
      _ = start(type == .mirror ? .mirror : .backup, "j", common.adding("speed", 1))
      if status == .paused { _ = perform("block-job-pause", ["device": "j"]) }
    case (.mirror, _):
      _ = start(.mirror, "j", common)
      _ = pass(.seconds(10))
      if status == .standby { _ = perform("block-job-pause", ["device": "j"]) }
      if status == .pending || status == .concluded {
        _ = perform("block-job-complete", ["device": "j"])
      }
    case (.backup, _):
      _ = start(.backup, "j", common)
      _ = pass(.seconds(10))
    }
    precondition(self.status() == status.rawValue, "\(self.status() ?? "none") is not \(status)")
  }

  private static func pair(_ options: JSONObject) -> JSONObject {
    let slow = Start.backup.request("partner", options.adding("speed", 1), number: 1)
    let actions = [Start.backup.request("j", options), slow].map { request in
      JSONValue.object(["type": .string(request.command), "data": .object(request.arguments)])
    }
    return ["actions": .array(actions), "properties": ["completion-mode": "grouped"]]
  }
}

extension JSONObject {
  func adding(_ name: String, _ value: JSONValue) -> JSONObject {
    var object = self
    object[name] = value
    return object
  }
}
