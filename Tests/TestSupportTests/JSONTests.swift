import TestSupport
import Testing

@Suite struct JSONTests {
  @Test func `every kind of value is told apart`() throws {
    let text = #"{"a":[true,false,0,1,-1.5,1.0,9223372036854775807],"b":null,"c":"é/\"","d":{}}"#
    let value = try JSON(parsing: text)
    #expect(value["a"] == [true, false, 0, 1, -1.5, 1, 9_223_372_036_854_775_807])
    #expect(value["b"] == JSON.null)
    #expect(value["c"]?.string == "é/\"")
    #expect(value["x"] == nil)
  }

  @Test func `what is written can be read again`() throws {
    let value: JSON = ["z": 1, "a": [true, nil, 0.5], "text": "a/b\u{1b}\n"]
    #expect(value.text == #"{"a":[true,null,0.5],"text":"a/b\u001b\n","z":1}"#)
    #expect(try JSON(parsing: value.text) == value)
  }

  @Test func `members can be set and removed`() {
    var value: JSON = ["a": 1, "b": 2]
    value["a"] = nil
    value["c"] = "x"
    #expect(value == ["b": 2, "c": "x"])
  }
}
