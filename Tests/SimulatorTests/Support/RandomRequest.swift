import QMP

/// Requests of a client that tries everything on a handful of jobs and disks.
enum RandomRequest {
  private static let verbs = ["pause", "resume", "cancel", "complete", "finalize", "dismiss"]
  private static let policies: [JSONValue] = ["report", "ignore", "stop", "enospc", "auto", "tea"]

  static func verb(_ dice: inout Dice) -> Request {
    let id = id(&dice)
    let verb = dice.pick(verbs + ["set-speed"])
    if verb == "set-speed" {
      let speed = dice.pick([0, 1, 65_536, 64 << 20, .max, -1] as [Int64])
      return Request("block-job-set-speed", ["device": id, "speed": .integer(speed)])
    }
    guard dice.pick([true, false]) else { return Request("job-\(verb)", ["id": id]) }
    let takesID = verb == "finalize" || verb == "dismiss"
    var arguments: JSONObject = [takesID ? "id" : "device": id]
    if verb == "cancel", dice.pick([true, false]) {
      arguments["force"] = dice.pick([true, false])
    }
    return Request("block-job-\(verb)", arguments)
  }

  static func start(_ dice: inout Dice) -> Request {
    let id = id(&dice)
    let disk = JSONValue.string("d\(dice.roll(0..<6))")
    switch dice.roll(0..<10) {
    case 0...1: return Request("blockdev-mirror", copy(id, disk, &dice))
    case 2...3: return Request("blockdev-backup", copy(id, disk, &dice))
    case 4:
      return Request("block-stream", ["job-id": id, "device": disk, "on-error": policy(&dice)])
    case 5: return Request("block-commit", ["job-id": id, "device": disk])
    case 6:
      let file: JSONValue = dice.pick(["/new", "/nonexistent/new"])
      let options: JSONObject = ["driver": "file", "filename": file, "size": 1]
      return Request("blockdev-create", ["job-id": id, "options": .object(options)])
    case 7:
      let command = dice.pick(["snapshot-save", "snapshot-load", "snapshot-delete"])
      var arguments: JSONObject = ["job-id": id, "tag": "t", "devices": ["d0"]]
      if command != "snapshot-delete" { arguments["vmstate"] = "d0" }
      return Request(command, arguments)
    default: return transaction(&dice)
    }
  }

  static func nonsense(_ dice: inout Dice) -> Request {
    dice.pick([
      Request("nonsense"), Request("job-pause"), Request("job-pause", ["id": 5]),
      Request("transaction", ["actions": [5]]), Request("query-jobs", ["x": 1]),
      Request("blockdev-mirror", ["job-id": id(&dice)]),
    ])
  }

  // MARK: - Parts

  private static func id(_ dice: inout Dice) -> JSONValue {
    .string("j\(dice.roll(0..<6))")
  }

  private static func policy(_ dice: inout Dice) -> JSONValue {
    dice.pick(policies)
  }

  private static func copy(_ id: JSONValue, _ disk: JSONValue, _ dice: inout Dice) -> JSONObject {
    var arguments: JSONObject = [
      "job-id": id, "device": disk, "target": .string("t\(dice.roll(0..<6))"),
      "sync": dice.pick(["full", "full", "top", "none"]), "on-source-error": policy(&dice),
      "on-target-error": policy(&dice),
    ]
    if dice.pick([true, false]) { arguments["speed"] = dice.pick([0, 1, 1_000_000, -1]) }
    if dice.pick([true, false]) { arguments["auto-finalize"] = dice.pick([true, false]) }
    if dice.pick([true, false]) { arguments["auto-dismiss"] = dice.pick([true, false]) }
    if dice.roll(0..<9) == 0 { arguments["replaces"] = "d0" }
    return arguments
  }

  private static func transaction(_ dice: inout Dice) -> Request {
    let actions = (0..<dice.roll(1..<4)).map { _ -> JSONValue in
      let disk = JSONValue.string("d\(dice.roll(0..<6))")
      return ["type": "blockdev-backup", "data": .object(copy(id(&dice), disk, &dice))]
    }
    return Request(
      "transaction",
      [
        "actions": .array(actions),
        "properties": ["completion-mode": dice.pick(["grouped", "grouped", "individual"])],
      ]
    )
  }
}
