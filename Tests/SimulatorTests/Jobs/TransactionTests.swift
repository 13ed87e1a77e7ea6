import QMP
import Simulator
import Testing

@Suite struct TransactionTests {
  @Test func `grouped jobs wait for each other and end together`() {
    var pair = SessionPair()
    let told = pair.transact([Self.backup("j"), Self.backup("k", ["speed": .integer(32 << 20)])])
    #expect(told.suffix(1) == ["ok"])
    #expect(told.about("j").first == "created")
    #expect(told[1] == "k created")
    #expect(pair.pass(.milliseconds(1_500)) == ["j waiting"])
    #expect(pair.blockJob()?["status"] == "waiting")
    #expect(
      pair.pass(.seconds(10)) == [
        "k waiting", "k pending", "j pending", "k COMPLETED", "k concluded", "k null",
        "j COMPLETED", "j concluded", "j null",
      ]
    )
  }

  @Test func `one job that must be finalized holds them all, and any id finalizes them`() {
    for id in ["j", "k"] {
      var pair = SessionPair()
      _ = pair.transact([Self.backup("j", ["auto-finalize": false]), Self.backup("k")])
      #expect(
        pair.pass(.seconds(10)).suffix(3) == ["k pending", "j pending", "j PENDING"]
      )
      #expect(pair.pass(.seconds(10)) == [])
      #expect(
        pair.perform("job-finalize", ["id": .string(id)]) == [
          "k COMPLETED", "k concluded", "k null", "j COMPLETED", "j concluded", "j null", "ok",
        ]
      )
    }
  }

  @Test func `when one fails the others are cancelled`() {
    var pair = SessionPair(.failing(Disk.Fault(offset: 32 << 20)))
    _ = pair.transact([Self.backup("j"), Self.backup("k", ["auto-dismiss": false])])
    let told = pair.pass(.seconds(10))
    #expect(
      told.about("j") == [
        "ERROR read report", "aborting", "COMPLETED: Input/output error", "concluded", "null",
      ]
    )
    #expect(told.about("k").suffix(3) == ["aborting", "CANCELLED", "concluded"])
    #expect(pair.job("k")?["error"] == "Operation canceled")
  }

  @Test(arguments: ["j", "k"], [Duration.zero, .seconds(5)])
  func `when one is cancelled so are the others, waiting or not`(_ id: String, _ after: Duration) {
    var pair = SessionPair()
    _ = pair.transact([Self.backup("j"), Self.backup("k", ["speed": 1])])
    _ = pair.pass(after)
    #expect(pair.status(of: "j") == (after == .zero ? "running" : "waiting"))
    let told = pair.perform("job-cancel", ["id": .string(id)])
    #expect(told.contains("ok"))
    #expect(told.about("j").suffix(4) == ["aborting", "CANCELLED", "concluded", "null"])
    #expect(told.about("k").suffix(4) == ["aborting", "CANCELLED", "concluded", "null"])
  }

  @Test func `a group in pending is cancelled as one`() {
    var pair = SessionPair()
    _ = pair.transact([Self.backup("j", ["auto-finalize": false]), Self.backup("k")])
    _ = pair.pass(.seconds(10))
    let told = pair.perform("block-job-cancel", ["device": "k"])
    #expect(told.about("j") == ["aborting", "CANCELLED", "concluded", "null"])
    #expect(told.about("k") == ["aborting", "CANCELLED", "concluded", "null"])
  }

  @Test func `individual jobs do not know of each other`() {
    var pair = SessionPair(.failing(Disk.Fault(offset: 32 << 20)))
    _ = pair.transact([Self.backup("j"), Self.backup("k")], mode: "individual")
    let told = pair.pass(.seconds(10))
    #expect(told.about("j").contains("COMPLETED: Input/output error"))
    #expect(told.about("k").suffix(5) == LifecycleTests.finished[...])
  }

  @Test(arguments: ["individual", "grouped"])
  func `when an action fails the jobs made so far are over without a word of their work`(
    _ mode: String
  ) {
    var pair = SessionPair()
    let wrong = Self.action("blockdev-backup", Self.options("k", "x", [:]))
    #expect(
      pair.transact([Self.backup("j"), wrong, Self.backup("l")], mode: mode) == [
        "j created", "j aborting", "j concluded", "j null",
        "GenericError: Cannot find device='x' nor node-name='x'",
      ]
    )
    #expect(pair.query("query-jobs") == [])
    #expect(pair.start(.backup).last == "ok")
  }

  @Test func `a transaction can be told to fail`() {
    var pair = SessionPair()
    #expect(
      pair.transact([Self.backup("j"), Self.action("abort", [:])], mode: nil) == [
        "j created", "j aborting", "j concluded", "j null",
        "GenericError: Transaction aborted using Abort action",
      ]
    )
    var newer = SessionPair(.plain, QEMUVersion(8, 0))
    #expect(
      newer.transact([Self.action("abort", [:])]) == [
        "GenericError: Action 'abort' does not support transaction property "
          + "completion-mode = grouped"
      ]
    )
  }

  @Test func `a transaction of nothing does nothing`() {
    var pair = SessionPair()
    #expect(pair.transact([]) == ["ok"])
  }
}

// MARK: - Mistakes

extension TransactionTests {
  @Test(arguments: mistakes)
  func `what is wrong with the arguments is named`(
    _ arguments: JSONObject,
    _ error: String
  ) {
    var pair = SessionPair()
    #expect(pair.perform("transaction", arguments) == ["GenericError: \(error)"])
  }

  private static let mistakes: [(JSONObject, String)] = [
    ([:], "Parameter 'actions' is missing"),
    (["actions": 1], "Invalid parameter type for 'actions', expected: array"),
    (["actions": [1]], "Invalid parameter type for 'actions[0]', expected: object"),
    (["actions": [["data": [:]]]], "Parameter 'actions[0].type' is missing"),
    (
      ["actions": [["type": 5, "data": [:]]]],
      "Invalid parameter type for 'actions[0].type', expected: string"
    ),
    (
      ["actions": [["type": "tea", "data": [:]]]],
      "Parameter 'type' does not accept value 'tea'"
    ),
    (
      ["actions": [["type": "blockdev-mirror", "data": [:]]]],
      "Parameter 'type' does not accept value 'blockdev-mirror'"
    ),
    (
      ["actions": [["type": "blockdev-backup", "data": ["job-id": "x"]]]],
      "Parameter 'actions[0].data.device' is missing"
    ),
    (
      ["actions": [["type": "abort", "data": [:]], ["type": "abort"]]],
      "Parameter 'actions[1].data' is missing"
    ),
    (
      ["actions": [], "properties": ["completion-mode": "tea"]],
      "Parameter 'completion-mode' does not accept value 'tea'"
    ),
    (
      ["actions": [], "properties": ["completion-mode": 5]],
      "Invalid parameter type for 'properties.completion-mode', expected: string"
    ),
    (["actions": [], "tea": 1], "Parameter 'tea' is unexpected"),
  ]
}

// MARK: - Actions

extension TransactionTests {
  /// A backup of the first or, for a job `k`, of the second disk.
  private static func backup(_ id: String, _ more: JSONObject = [:]) -> JSONValue {
    let number = id == "j" ? 0 : 1
    return action("blockdev-backup", Start.backup.request(id, more, number: number).arguments)
  }

  private static func options(_ id: String, _ device: String, _ more: JSONObject) -> JSONObject {
    Start.backup.request(id, more).arguments.adding("device", .string(device))
  }

  private static func action(_ type: String, _ data: JSONObject) -> JSONValue {
    ["type": .string(type), "data": .object(data)]
  }
}

extension SessionPair {
  /// Carries out a transaction, grouped unless another mode or none is asked for.
  fileprivate mutating func transact(
    _ actions: [JSONValue],
    mode: String? = "grouped"
  ) -> [String] {
    var arguments: JSONObject = ["actions": .array(actions)]
    if let mode { arguments["properties"] = ["completion-mode": .string(mode)] }
    return perform("transaction", arguments)
  }
}
