import QMP
import Simulator
import Testing

@Suite struct QueryTests {
  @Test func `a block job is told twice`() {
    var pair = SessionPair()
    pair.hold(.standby, .mirror)
    let size: JSONValue = .integer(64 << 20)
    #expect(
      pair.query("query-jobs") == [
        [
          "id": "j", "type": "mirror", "status": "standby", "current-progress": size,
          "total-progress": size,
        ]
      ]
    )
    #expect(
      pair.query("query-block-jobs") == [
        [
          "device": "j", "type": "mirror", "status": "standby", "len": size, "offset": size,
          "busy": false, "paused": true, "ready": true, "speed": 0, "io-status": "ok",
          "auto-finalize": false, "auto-dismiss": false,
        ]
      ]
    )
  }

  @Test(arguments: [(QEMUVersion(2, 12), nil), (QEMUVersion(3, 1), "Operation canceled")])
  func `only from 3_0 on a block job tells its error`(_ version: QEMUVersion, _ error: String?) {
    var pair = SessionPair(.plain, version)
    _ = pair.start(.backup, "j", ["speed": 1, "auto-dismiss": false])
    _ = pair.perform("block-job-cancel", ["device": "j"])
    #expect(pair.blockJob()?["status"] == "concluded")
    #expect(pair.blockJob()?["error"]?.string == error)
  }

  @Test func `a job is busy while there is something to do`() {
    var pair = SessionPair()
    _ = pair.start(.mirror)
    #expect(pair.blockJob()?["busy"] == true)
    #expect(pair.blockJob()?["ready"] == false)
    #expect(pair.blockJob()?["paused"] == false)
    _ = pair.perform("job-pause", ["id": "j"])
    #expect(pair.blockJob()?["busy"] == false)
    #expect(pair.blockJob()?["paused"] == true)
  }

  @Test func `the version is that of the greeting`() {
    var pair = SessionPair(.plain, QEMUVersion(5, 2, 1))
    #expect(
      pair.query("query-version") == [
        "qemu": ["major": 5, "minor": 2, "micro": 1], "package": "jobctl sandbox",
      ]
    )
  }

  @Test(arguments: ["query-jobs", "query-block-jobs", "query-version", "query-commands", "quit"])
  func `a command without arguments takes none`(_ command: String) {
    var pair = SessionPair()
    #expect(
      pair.perform(command, ["z": 1]) == ["GenericError: Parameter 'z' is unexpected"]
    )
  }

  @Test func `quit ends every job, then the server`() {
    var pair = SessionPair()
    _ = pair.start(.mirror, "a", ["auto-dismiss": false], number: 0)
    _ = pair.start(.backup, "b", ["auto-finalize": false], number: 1)
    _ = pair.pass(.seconds(10))
    _ = pair.start(.mirror, "c", ["speed": 1], number: 2)
    _ = pair.perform("job-pause", ["id": "c"])
    _ = pair.start(.create, "d")
    let told = pair.perform("quit")
    #expect(told.first == "SHUTDOWN")
    #expect(told.about("a") == ["aborting", "CANCELLED", "concluded", "null"])
    #expect(told.about("b") == ["aborting", "CANCELLED", "concluded", "null"])
    #expect(told.about("c") == ["running", "aborting", "CANCELLED", "concluded", "null"])
    #expect(told.about("d") == ["aborting", "concluded", "null"])
    #expect(told.contains("ok"))
    #expect(pair.server.isDown)
    #expect(pair.server.failedAssertion == nil)
    #expect(pair.pass(.seconds(10)) == [])
  }
}
