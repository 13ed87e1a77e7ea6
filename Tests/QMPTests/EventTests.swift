import QMP
import Testing

@Suite struct EventTests {
  private let statusChange = """
    {"timestamp": {"seconds": 1795334382, "microseconds": 799084}, \
    "event": "JOB_STATUS_CHANGE", "data": {"status": "created", "id": "mirror0"}}
    """

  @Test func `an event has a name, data and a time`() throws {
    let event = try #require(Event(statusChange))
    #expect(event.name == "JOB_STATUS_CHANGE")
    #expect(event.data == ["status": "created", "id": "mirror0"])
    #expect(event.timestamp == .init(seconds: 1_795_334_382, microseconds: 799_084))
  }

  @Test func `members may come in any order, with others between and in front`() throws {
    let event = try #require(
      Event(
        """
         \r\n{"data" : { "a":[1,{"event":"NO"}] } , "x": {"data": 1},
         "event"\t:\t"STOP", "timestamp": {"microseconds":-1,"seconds":-1}} {"event":
        """
      )
    )
    #expect(event.name == "STOP")
    #expect(event.data == ["a": [1, ["event": "NO"]]])
    #expect(event.timestamp == .init(seconds: -1, microseconds: -1))
  }

  @Test(arguments: [
    #"{"event": "STOP"}"#,
    #"{"event": "STOP", "data": null, "timestamp": 1}"#,
    #"{"event": "STOP", "data": ["a"], "timestamp": {"seconds": 1}}"#,
    #"{"event": "STOP", "timestamp": {"seconds": 1.5, "microseconds": 1}}"#,
    #"{"event": "STOP", "data": {"a": 1}, "data": 2, "timestamp": {"seconds": "1"}}"#,
  ])
  func `data and time may be missing or of another type`(_ text: String) throws {
    let event = try #require(Event(text))
    #expect(event.data.isEmpty)
    #expect(event.timestamp == nil)
  }

  @Test(arguments: [
    #"{"timestamp": {"seconds": 7, "microseconds": 0}, "event": "E", "data": {"a": 1}}"#,
    #"{"timestamp":{"seconds":7,"microseconds":0},"event":"E","data":{"a":1}}"#,
    #"{ "timestamp": {"seconds": 7, "microseconds": 0}, "event": "E", "data": {"a": 1}}"#,
    #"{"timestamp": {"seconds": 7, "microseconds": 0 }, "event": "E", "data": {"a": 1}}"#,
    #"{"timestamp": {"seconds": 7, "microseconds": 0} , "event": "E", "data": {"a": 1}}"#,
    #"{"timestamp": {"microseconds": 0, "seconds": 7}, "event": "E", "data": {"a": 1}}"#,
    #"{"timestamp": {"seconds": 7, "microseconds": 0, "x": 1}, "event": "E", "data": {"a": 1}}"#,
    #"{"timestamp": {"seconds": 1, "microseconds": 1}, "timestamp": {"seconds": 7, "#
      + #""microseconds": 0}, "event": "E", "data": {"a": 1}}"#,
    #"{"event": "E", "timestamp": {"seconds": 7, "microseconds": 0}, "data": {"a": 1}}"#,
    "{\"timestamp\":\r\n{\"seconds\": 7,\n\t\"microseconds\": 0}, \"event\":\n\n \"E\",  "
      + "\"data\": {\"a\": 1}}",
  ])
  func `an event is the same however its beginning is spelt`(_ text: String) throws {
    let event = try #require(Event(text))
    #expect(event.name == "E")
    #expect(event.data == ["a": 1])
    #expect(event.timestamp == .init(seconds: 7, microseconds: 0))
  }

  @Test func `a name is told without being copied`() throws {
    let event = try #require(Event(statusChange))
    #expect(event.isNamed("JOB_STATUS_CHANGE"))
    #expect(!event.isNamed("JOB_STATUS_CHANGES"))
    #expect(!event.isNamed("JOB_STATUS_CHANG"))
    #expect(!event.isNamed("JOB_STATUS_CHANGF"))
    #expect(!event.isNamed("JOX_STATUS_CHANGE"))
    #expect(!event.isNamed(""))
  }

  @Test func `a name may be written with escapes`() throws {
    let event = try #require(Event(#"{"\u0065vent": "J\u004fB\u005f1\n"}"#))
    #expect(event.name == "JOB_1\n")
    #expect(event.isNamed("JOB_1\n"))
    #expect(!event.isNamed("JOB_1"))
  }

  @Test(arguments: [
    (#"{"id": "a", "status": "ready"}"#, "a", "ready"),
    (#"{"x": {"id": "b"}, "status": "null", "y": [1, "id"], "id": ""}"#, "", "null"),
    (#"{"status": "\u0072un", "\u0069d": "caf\u00e9 \ud83d\ude00"}"#, "café 😀", "run"),
    (#"{"id": "a", "status": "s", "id": "b"}"#, "b", "s"),
    (#"{"id": 1, "status": "s", "id": "b"}"#, "b", "s"),
  ])
  func `two strings are found among the data`(
    _ data: String,
    _ id: String,
    _ status: String
  ) throws {
    let event = try #require(Event(#"{"event": "E", "data": \#(data)}"#))
    let strings = try #require(event.strings("id", "status"))
    #expect(strings.first == id)
    #expect(strings.second == status)
  }

  @Test(arguments: [
    #"{"id": "a"}"#,
    #"{"status": "s"}"#,
    #"{"id": "a", "status": null}"#,
    #"{"id": "a", "status": "s", "id": 1}"#,
    #"{"ID": "a", "status": "s"}"#,
    "{}",
    "null",
  ])
  func `a string that is missing is not made up`(_ data: String) throws {
    let event = try #require(Event(#"{"event": "E", "data": \#(data)}"#))
    #expect(event.strings("id", "status")?.first == nil)
  }
}
