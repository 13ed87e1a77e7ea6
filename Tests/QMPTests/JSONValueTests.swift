import QMP
import Testing

@Suite struct JSONValueTests {
  @Test func `a value is what it is and nothing else`() {
    let values: [JSONValue] = [
      .null, true, 1, .unsigned(.max), .number(1), "a", [1], ["a": 1],
    ]
    #expect(values.map(\.bool) == [nil, true, nil, nil, nil, nil, nil, nil])
    #expect(values.map(\.integer) == [nil, nil, 1, nil, nil, nil, nil, nil])
    #expect(values.map(\.string) == [nil, nil, nil, nil, nil, "a", nil, nil])
    #expect(values.map(\.array) == [nil, nil, nil, nil, nil, nil, [1], nil])
    #expect(values.map(\.object) == [nil, nil, nil, nil, nil, nil, nil, ["a": 1]])
  }
}
