import QMP
import Testing

/// Objects of one array, whose names are compared with those of the object before.
@Suite struct JSONShapeTests {
  private static let texts: [(String, JSONValue)] = [
    (#"[{"a": 1, "b": 2}, {"a": 3, "b": 4}]"#, [["a": 1, "b": 2], ["a": 3, "b": 4]]),
    (#"[{"a": 1, "b": 2}, {"b": 3, "a": 4}]"#, [["a": 1, "b": 2], ["b": 3, "a": 4]]),
    (
      #"[{"a": 1, "b": 2}, {"a": 3}, {"a": 4, "b": 5}]"#,
      [["a": 1, "b": 2], ["a": 3], ["a": 4, "b": 5]]
    ),
    (#"[{"a": 1}, {"a": 2, "b": 3}, {}]"#, [["a": 1], ["a": 2, "b": 3], [:]]),
    // The last one counts, whatever was right of the object before.
    (#"[{"a": 1, "b": 2}, {"a": 3, "a": 4}]"#, [["a": 1, "b": 2], ["a": 4]]),
    (#"[{"a": 1, "a": 2}, {"a": 3, "a": 4}]"#, [["a": 2], ["a": 4]]),
    (#"[{"a": 1, "a": 2}, {"a": 3}, {"a": 4, "a": 5}]"#, [["a": 2], ["a": 3], ["a": 5]]),
    (#"[{"a": 1}, {"a": 2, "\u0061": 3}, {"a": 4, "\u0061": 5}]"#, [["a": 1], ["a": 3], ["a": 5]]),
    (
      #"[{"current-progress": 1}, {"current-progresz": 2}, {"current-progress-": 3}]"#,
      [["current-progress": 1], ["current-progresz": 2], ["current-progress-": 3]]
    ),
    (
      #"[{"a": [{"a": 1}, {"b": 2}]}, 5, {"a": {"a": 3}}]"#,
      [["a": [["a": 1], ["b": 2]]], 5, ["a": ["a": 3]]]
    ),
  ]

  @Test(arguments: texts)
  func `an object is read the same whatever came before it`(
    _ text: String,
    _ value: JSONValue
  ) throws {
    #expect(try JSONParser.parse(text) == value)
  }

  @Test func `an object takes no room for the names of the one before`() throws {
    let names = (0..<5000).map { "\"n\($0)\": 0" }.joined(separator: ", ")
    let list = try #require(try JSONParser.parse("[{\(names)}, {}, {\"n0\": 1}]").array)
    #expect(list.map { $0.object?.members.count } == [5000, 0, 1])
    for object in list.dropFirst() {
      #expect(try #require(object.object).members.capacity < 100)
    }
  }

  @Test func `a member is found wherever it is, and not where it is none`() {
    var member = JSONMember("b")
    let objects: [JSONObject] = [
      ["a": 1, "b": 2], ["a": 3, "b": 4], ["b": 5, "a": 6], ["a": 7], [:], ["a": 8, "b": 9],
    ]
    #expect(objects.map { member.value(in: $0) } == [2, 4, 5, nil, nil, 9])
  }

  @Test(arguments: [
    ("0", JSONValue.integer(0)), ("-0", .integer(0)), ("-7", .integer(-7)),
    ("999999999999999999", .integer(999_999_999_999_999_999)),
    ("-99999999999999999", .integer(-99_999_999_999_999_999)),
    ("-999999999999999999", .integer(-999_999_999_999_999_999)),
    ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
    ("9223372036854775808", .unsigned(9_223_372_036_854_775_808)),
  ])
  func `an integer is exact, however many digits it has`(
    _ text: String,
    _ value: JSONValue
  ) throws {
    #expect(try JSONParser.parse(text) == value)
  }
}
