import CommandTable
import QMP
import Testing

@Suite struct QMPArgumentsTests {
  private static let arguments: [(String, JSONObject)] = [
    ("", [:]),
    ("{}", [:]),
    ("'{\"id\": \"a\", \"deep\": {\"n\": [1, null]}}'", ["id": "a", "deep": ["n": [1, .null]]]),
    ("id=a", ["id": "a"]),
    ("id=", ["id": ""]),
    ("id=a=b", ["id": "a=b"]),
    ("a=1 b=-1 c=1.5 d=true e=null", ["a": 1, "b": -1, "c": .number(1.5), "d": true, "e": .null]),
    ("speed=9223372036854775807", ["speed": .integer(.max)]),
    // No number of JSON.
    (
      "a=007 b=10G c=0x10 d=True e=+1",
      ["a": "007", "b": "10G", "c": "0x10", "d": "True", "e": "+1"]
    ),
    ("'a=\"1\"' 'b=\"x y\"'", ["a": "1", "b": "x y"]),
    ("'a=[1, \"b\"]' 'c={\"d\": 1}'", ["a": [1, "b"], "c": ["d": 1]]),
    ("'a=[1,' 'b=a b'", ["a": "[1,", "b": "a b"]),
    ("o.driver=file o.filename=/x.img", ["o": ["driver": "file", "filename": "/x.img"]]),
    ("a.b.c=1 a.b.d=2 a.e=3", ["a": ["b": ["c": 1, "d": 2], "e": 3]]),
    ("'a={\"b\": 1}' a.c=2", ["a": ["b": 1, "c": 2]]),
    ("a-b_c=1 x-y.z=2", ["a-b_c": 1, "x-y": ["z": 2]]),
  ]

  @Test(arguments: arguments)
  func `arguments are pairs or one JSON object`(_ words: String, _ object: JSONObject) throws {
    guard case .qmp(let order) = try CommandLine("qmp some-command \(words)").parse().action else {
      throw UnexpectedAction()
    }
    #expect(order.request == Request("some-command", object))
    #expect(!order.isCompact)
  }

  @Test(arguments: [
    ("a", "'a' is neither KEY=VALUE nor a JSON object"),
    ("=a", "'=a' is neither KEY=VALUE nor a JSON object"),
    ("[1]", "'[1]' is neither KEY=VALUE nor a JSON object"),
    ("{a}", "'{a}' is not JSON: unexpected 'a' at byte 1"),
    ("'{\"a\": 1} x'", "'{\"a\": 1} x' is not JSON: unexpected 'x' after the value at byte 9"),
    ("'{\"a\":'", "'{\"a\":' is not JSON: the text ends early at byte 5"),
    ("{} a=1", "'{}' is a JSON object, and takes no other words beside it"),
    ("a=1 {}", "'{}' is a JSON object, and takes no other words beside it"),
    ("a=1 a=1", "'a=1' sets what another pair has set"),
    ("a.b=1 a=2", "'a=2' sets what another pair has set"),
    ("a=1 a.b=2", "'a.b=2' sets what another pair has set"),
    ("a.b=1 a.b.c=2", "'a.b.c=2' sets what another pair has set"),
    ("a..b=1", "'a..b=1' has an empty name in its KEY"),
    (".a=1", "'.a=1' has an empty name in its KEY"),
    ("a.=1", "'a.=1' has an empty name in its KEY"),
  ])
  func `words that are neither are refused`(_ words: String, _ complaint: String) {
    #expect(
      CommandLine("qmp some-command \(words)").complaint == "\(complaint) (see 'jobctl help qmp')"
    )
  }

  @Test func `compact is a matter of printing`() throws {
    guard case .qmp(let order) = try CommandLine("qmp -c query-jobs").parse().action else {
      throw UnexpectedAction()
    }
    #expect(order.isCompact && order.request == Request("query-jobs"))
  }
}
