import QMP
import Testing

@Suite struct JSONObjectTests {
  @Test func `a member is set, replaced in its place, and removed`() {
    var object: JSONObject = ["a": 1, "b": 2]
    object["c"] = 3
    object["a"] = "one"
    #expect(object.members.map(\.name) == ["a", "b", "c"])
    #expect(object["a"] == "one")
    object["b"] = nil
    object["missing"] = nil
    #expect(object.members.map(\.name) == ["a", "c"])
    #expect(object["b"] == nil)
  }

  @Test func `a member that is null is there`() {
    let object: JSONObject = ["a": .null]
    #expect(object["a"] == .null)
    #expect(!object.isEmpty)
    #expect(JSONObject().isEmpty)
  }

  @Test func `of elements with the same name the last one counts, at the place of the first`() {
    let object = JSONObject([("a", 1), ("b", 2), ("a", 3)])
    #expect(object.members.map(\.name) == ["a", "b"])
    #expect(object["a"] == 3)
  }

  @Test func `order does not matter to equality`() {
    let one: JSONObject = ["a": 1, "b": ["c": 2, "d": 3]]
    let other: JSONObject = ["b": ["d": 3, "c": 2], "a": 1]
    #expect(one == other)
    #expect(one.hashValue == other.hashValue)
  }

  @Test(
    arguments: [
      [:], ["a": 1], ["a": 1, "b": 3], ["a": 1, "c": 2], ["b": 1, "a": 2],
      ["a": 1, "b": 2, "c": 3],
    ] as [JSONObject]
  )
  func `objects with other members differ`(_ other: JSONObject) {
    #expect(other != ["a": 1, "b": 2])
  }

  @Test func `comparing deep objects looks at each level once`() {
    // Looking twice a level, at 1000 levels, would never end.
    func nested(_ levels: Int, _ innermost: JSONValue) -> JSONValue {
      (0..<levels).reduce(innermost) { value, _ in ["a": value, "b": 0] }
    }
    #expect(nested(1_000, 1) != nested(1_000, 2))
    #expect(nested(1_000, 1) == nested(1_000, 1))
    #expect(Set([nested(1_000, 1), nested(1_000, 1)]).count == 1)
  }
}
