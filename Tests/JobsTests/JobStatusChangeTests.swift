import Jobs
import QMP
import Testing

@Suite struct JobStatusChangeTests {
  @Test(arguments: JobStatus.allCases)
  func `the event of the schema is read`(_ status: JobStatus) throws {
    let change = try change(#"{"status": "\#(status.rawValue)", "id": "mirror0"}"#)
    #expect(change?.id == "mirror0")
    #expect(change?.status == .known(status))
  }

  @Test func `a word of a newer server is kept, and other members do not matter`() throws {
    let change = try change(#"{"id": "a\n\u001b", "x": {"id": "no"}, "status": "frozen"}"#)
    #expect(change?.id == "a\n\u{1B}")
    #expect(change?.status == .other("frozen"))
  }

  @Test(arguments: ["", "nul", "nulls", "conclude", "concluder", "undefine", "Running", "crèated"])
  func `a word like a status is none`(_ word: String) throws {
    let change = try change(#"{"status": "\#(word)", "id": "mirror0"}"#)
    #expect(change?.status == .other(word))
  }

  @Test(arguments: [
    #"{}"#, #"{"id": "a"}"#, #"{"status": "ready"}"#, #"{"id": 1, "status": "ready"}"#,
    #"{"id": "a", "status": null}"#, #"{"id": {"id": "a"}, "status": "ready"}"#,
    #"["id", "status"]"#, "null",
  ])
  func `an event without its data is none`(_ data: String) throws {
    #expect(try change(data) == nil)
  }

  @Test(arguments: ["BLOCK_JOB_READY", "JOB_STATUS_CHANGED", "job_status_change", ""])
  func `another event is none`(_ name: String) throws {
    #expect(try change(#"{"id": "a", "status": "ready"}"#, name: name) == nil)
  }

  private func change(
    _ data: String,
    name: String = "JOB_STATUS_CHANGE"
  ) throws -> JobStatusChange? {
    let text =
      #"{"timestamp": {"seconds": 1, "microseconds": 2}, "event": "\#(name)", "data": \#(data)}"#
    var offset = 0
    guard case .event(let event)? = try ServerMessage.read(Array(text.utf8), &offset) else {
      Issue.record("not read as an event")
      return nil
    }
    return JobStatusChange(event)
  }
}
