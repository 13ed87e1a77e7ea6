import QMP
import Simulator
import Testing

/// What is refused, in the words that qemu-storage-daemon 7.2.22 used.
@Suite struct StartTests {
  @Test(arguments: refusals)
  func `a start that cannot be is refused`(
    _ start: Start,
    _ arguments: JSONObject,
    _ error: String
  ) {
    var pair = SessionPair()
    let request = start.request("j", arguments)
    #expect(
      pair.perform(request) == [
        error.hasPrefix("DeviceNotFound") ? error : "GenericError: \(error)"
      ]
    )
    #expect(pair.query("query-jobs") == [])
  }

  @Test(arguments: [Start.mirror, .backup, .stream, .commit])
  func `a start that fails late leaves the events of a job that never was`(_ start: Start) {
    var pair = SessionPair()
    #expect(
      pair.start(start, "j", ["speed": -1]) == [
        "j created", "j null",
        "GenericError: Parameter 'speed' expects a non-negative value",
      ]
    )
    #expect(pair.query("query-jobs") == [])
    #expect(pair.start(start).last == "ok")
  }

  @Test(arguments: [
    "1a", "", "a b", "a/b", "a#b", "é", "aé", "_a", "-a", ".a", "a\n", "\u{212A}a",
  ])
  func `an id begins with a letter and goes on with letters, digits and three marks`(
    _ id: String
  ) {
    var pair = SessionPair()
    #expect(pair.start(.mirror, id) == ["GenericError: Invalid job ID '\(id)'"])
    #expect(pair.start(.mirror, "a-.\(String(repeating: "Z_9", count: 1_000))").last == "ok")
  }

  @Test func `an id cannot be left out`() {
    let arguments: JSONObject = ["device": "d0", "target": "t0", "sync": "full"]
    var pair = SessionPair()
    #expect(pair.perform("blockdev-mirror", arguments) == ["GenericError: Invalid job ID ''"])
    var oldest = SessionPair(.plain, QEMUVersion(2, 12))
    #expect(
      oldest.perform("blockdev-mirror", arguments) == [
        "GenericError: An explicit job ID is required for this node"
      ]
    )
  }

  @Test func `an id is used once at a time`() {
    var pair = SessionPair()
    _ = pair.start(.mirror)
    #expect(pair.start(.backup, number: 1) == ["GenericError: Job ID 'j' already in use"])
    #expect(pair.start(.create) == ["GenericError: Job ID 'j' already in use"])
  }

  @Test func `a node belongs to one job at a time`() {
    var pair = SessionPair()
    _ = pair.start(.mirror)
    let busy = "is busy: block device is in use by block job: mirror"
    #expect(pair.start(.backup, "k") == ["GenericError: Node 'd0' \(busy)"])
    #expect(
      pair.start(.backup, "k", ["device": "d1", "target": "t0"]) == [
        "GenericError: Node 't0' \(busy)"
      ]
    )
    #expect(pair.start(.backup, "k", number: 1).last == "ok")
    _ = pair.perform("job-cancel", ["id": "j"])
    #expect(pair.start(.backup, "l").last == "ok")
  }

  @Test func `the newest job is listed first`() {
    var pair = SessionPair()
    for (number, id) in ["a", "c", "b"].enumerated() { _ = pair.start(.mirror, id, number: number) }
    #expect(pair.ids == ["b", "c", "a"])
    _ = pair.perform("job-cancel", ["id": "c"])
    _ = pair.start(.mirror, "d", number: 1)
    #expect(pair.ids == ["d", "b", "a"])
  }

  @Test func `a create that cannot be done is accepted and fails`() {
    var pair = SessionPair()
    let options: JSONObject = ["driver": "file", "filename": "/nonexistent/new", "size": 1]
    #expect(pair.start(.create, "j", ["options": .object(options)]).last == "ok")
    #expect(pair.pass(.seconds(1)) == ["j aborting", "j concluded"])
    #expect(
      pair.job()?["error"] == "Could not create '/nonexistent/new': No such file or directory"
    )
  }
}

extension SessionPair {
  fileprivate var ids: [String] {
    var pair = self
    return pair.query("query-jobs").array?.compactMap { $0.object?["id"]?.string } ?? []
  }
}

extension StartTests {
  private static let refusals: [(Start, JSONObject, String)] = [
    (.mirror, ["device": "x"], "Cannot find device='x' nor node-name='x'"),
    (.mirror, ["target": "x"], "Cannot find device='x' nor node-name='x'"),
    (.mirror, ["sync": "tea"], "Parameter 'sync' does not accept value 'tea'"),
    (.mirror, ["target": "d0"], "Can't mirror node into itself"),
    (.mirror, ["sync": "incremental"], "Sync mode 'incremental' not supported"),
    (.mirror, ["sync": "bitmap"], "Sync mode 'bitmap' not supported"),
    (
      .mirror, ["on-source-error": "tea"],
      "Parameter 'on-source-error' does not accept value 'tea'"
    ),
    (
      .mirror, ["granularity": 3],
      "Parameter 'granularity' expects a value in range [512B, 64MB]"
    ),
    (.mirror, ["granularity": 513], "Parameter 'granularity' expects a power of 2"),
    (.mirror, ["buf-size": -3], "Invalid parameter 'buf-size'"),
    (.mirror, ["tea": 1], "Parameter 'tea' is unexpected"),
    (.mirror, ["speed": "1"], "Invalid parameter type for 'speed', expected: integer"),
    (.mirror, ["speed": .number(1.5)], "Invalid parameter type for 'speed', expected: integer"),
    (
      .mirror, ["speed": .unsigned(1 << 63)],
      "Invalid parameter type for 'speed', expected: integer"
    ),
    (
      .mirror, ["auto-dismiss": 1],
      "Invalid parameter type for 'auto-dismiss', expected: boolean"
    ),
    (.mirror, ["job-id": .null], "Invalid parameter type for 'job-id', expected: string"),
    (.backup, ["device": "x"], "Cannot find device='x' nor node-name='x'"),
    (.backup, ["target": "x"], "Cannot find device='x' nor node-name='x'"),
    (.backup, ["target": "d0"], "Source and target cannot be the same"),
    (
      .backup, ["sync": "incremental"],
      "must provide a valid bitmap name for 'incremental' sync mode"
    ),
    (.backup, ["sync": "bitmap", "bitmap": "b"], "Bitmap 'b' could not be found"),
    (.stream, ["device": "x"], "Cannot find device='x' nor node-name='x'"),
    (.stream, ["base": "x"], "Can't find 'x' in the backing chain"),
    (.stream, ["base-node": "x"], "Cannot find device='' nor node-name='x'"),
    (.commit, ["device": "x"], "DeviceNotFound: Device 'x' not found"),
    (.commit, ["device": "d0"], "cannot commit an image into itself"),
    (.commit, ["top-node": "x"], "Cannot find device='' nor node-name='x'"),
    (.commit, ["base-node": "x"], "Cannot find device='' nor node-name='x'"),
    (.create, ["options": ["driver": "tea"]], "Parameter 'driver' does not accept value 'tea'"),
    (.create, ["options": ["driver": "file"]], "Parameter 'options.filename' is missing"),
    (.create, ["options": ["driver": "quorum"]], "Driver does not support blockdev-create"),
    (.create, ["options": [:]], "Parameter 'options.driver' is missing"),
    (.create, ["options": 1], "Invalid parameter type for 'options', expected: object"),
    (.amend, ["node-name": "x"], "Cannot find device='' nor node-name='x'"),
    (.save, ["devices": [1]], "Invalid parameter type for 'devices[0]', expected: string"),
  ]
}
