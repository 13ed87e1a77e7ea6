import QMP
import Simulator
import Testing

@Suite struct ScenarioReaderTests {
  @Test func `a file says what a scenario can say`() throws {
    let text = """
      {
        "summary": "words",
        "disks": [
          {"name": "base", "size": 4096},
          {
            "name": "a", "size": "8G", "allocated": "1.5M", "backing": "base", "bandwidth": "10M",
            "growth": 5,
            "faults": [
              {"at": 0},
              {"at": "1K", "operation": "write", "cause": "nospace", "count": 0}
            ]
          }
        ],
        "steps": [
          {"execute": "late", "after": "500ms"},
          {"execute": "first", "arguments": {"job-id": "j", "n": [1]}},
          {"execute": "second", "after": 0},
          {"execute": "third", "after": "0s"},
          {"execute": "fourth", "after": 0.25}
        ]
      }
      """
    let read = try read(text)
    #expect(read.summary == "words")
    #expect(
      read.disks == [
        Disk(name: "base", size: 4096),
        Disk(
          name: "a",
          size: 8 << 30,
          allocated: 3 << 19,
          backing: "base",
          bandwidth: 10 << 20,
          growth: 5,
          faults: [
            Disk.Fault(offset: 0, operation: .read, cause: .io, count: 1),
            Disk.Fault(offset: 1024, operation: .write, cause: .noSpace, count: 0),
          ]
        ),
      ]
    )
    #expect(
      read.steps == [
        Scenario.Step(Request("first", ["job-id": "j", "n": [1]])),
        Scenario.Step(Request("second")),
        Scenario.Step(Request("third")),
        Scenario.Step(after: .milliseconds(250), Request("fourth")),
        Scenario.Step(after: .milliseconds(500), Request("late")),
      ]
    )
  }

  @Test func `most can be left out`() throws {
    let read = try read(#"{"disks": [{"name": "a", "size": 0}]}"#)
    #expect(read.disks == [Disk(name: "a", size: 0, allocated: 0, bandwidth: 200 << 20)])
    #expect(read.steps == [])
    #expect(read.summary == "")
  }

  @Test(arguments: wholeFile)
  func `a mistake in the whole names its member`(_ text: String, _ complaint: String) {
    #expect(complain(text) == complaint)
  }

  @Test(arguments: inADisk)
  func `a mistake in a disk names its member`(_ members: String, _ complaint: String) {
    let first = #"{"name": "first", "size": 1}"#
    #expect(complain(#"{"disks": [\#(first), {\#(members)}]}"#) == "disks[1]" + complaint)
  }

  @Test(arguments: inAFault)
  func `a mistake in a fault names its member`(_ fault: String, _ complaint: String) {
    let text = #"{"disks": [{"name": "a", "size": 1, "faults": [{"at": 1}, \#(fault)]}]}"#
    #expect(complain(text) == "disks[0].faults[1]" + complaint)
  }

  @Test(arguments: inAStep)
  func `a mistake in a step names its member`(_ step: String, _ complaint: String) {
    let text = #"{"disks": [{"name": "a", "size": 1}], "steps": [\#(step)]}"#
    #expect(complain(text) == "steps[0]" + complaint)
  }

  private func read(_ text: String) throws(ScenarioError) -> Scenario {
    try ScenarioReader.read(Array(text.utf8).span)
  }

  private func complain(_ text: String) -> String {
    do {
      return "nothing to complain about: \(try read(text))"
    } catch {
      return "\(error)"
    }
  }
}

// MARK: - Mistakes

extension ScenarioReaderTests {
  private static let size = #" is not a number of bytes, as in 4096 or "8G""#
  private static let cause = " is not io or nospace"
  private static let operation = " is not read or write"
  private static let duration = #" is not a duration, as in 2 or "500ms""#
  private static let count = " is not a whole number from 0 on"

  private static let wholeFile = [
    ("", "the file is not JSON: the text ends early at byte 0"),
    ("{", "the file is not JSON: the text ends early at byte 1"),
    ("[]", "the file is not an object"),
    ("null", "the file is not an object"),
    ("{}", "disks is missing or empty"),
    (#"{"disks": []}"#, "disks is missing or empty"),
    (#"{"disks": {}}"#, "disks is not an array"),
    (#"{"disks": null}"#, "disks is not an array"),
    (#"{"discs": []}"#, "discs is unknown; there are summary, disks, steps"),
    (#"{"disks": [{"name": "a", "size": 1}], "steps": 5}"#, "steps is not an array"),
    (#"{"disks": [{"name": "a", "size": 1}], "summary": 5}"#, "summary is not a string"),
    (#"{"disks": [1]}"#, "disks[0] is not an object"),
  ]

  private static let inADisk = [
    (#""size": 1"#, ".name is missing"),
    (#""name": "a""#, ".size is missing"),
    (#""name": 5, "size": 1"#, ".name is not a string"),
    (#""name": "", "size": 1"#, ".name is not a string"),
    (#""name": "first", "size": 1"#, ".name 'first' is that of another disk"),
    (#""name": "a", "size": 1, "tea": 1"#, ".tea is unknown; there are \(members)"),
    (#""name": "a", "size": "8X""#, ".size" + size),
    (#""name": "a", "size": "8G/s""#, ".size" + size),
    (#""name": "a", "size": "unlimited""#, ".size" + size),
    (#""name": "a", "size": """#, ".size" + size),
    (#""name": "a", "size": -1"#, ".size" + size),
    (#""name": "a", "size": 1.5"#, ".size" + size),
    (#""name": "a", "size": 1e3"#, ".size" + size),
    (#""name": "a", "size": 9223372036854775808"#, ".size" + size),
    (#""name": "a", "size": null"#, ".size" + size),
    (#""name": "a", "size": 1, "allocated": "x""#, ".allocated" + size),
    (#""name": "a", "size": 1, "allocated": 2"#, ".allocated is more than the size"),
    (#""name": "a", "size": 1, "backing": "b""#, ".backing names no disk: 'b'"),
    (#""name": "a", "size": 1, "backing": 1"#, ".backing is not a string"),
    (#""name": "a", "size": 1, "bandwidth": "fast""#, ".bandwidth" + size),
    (#""name": "a", "size": 1, "bandwidth": 0"#, ".bandwidth is 0, so that no job ever moves"),
    (#""name": "a", "size": 1, "growth": -5"#, ".growth" + size),
    (#""name": "a", "size": 1, "faults": {}"#, ".faults is not an array"),
  ]

  private static let members = "name, size, allocated, backing, bandwidth, growth, faults"

  private static let inAFault = [
    ("5", " is not an object"),
    ("{}", ".at is missing"),
    (#"{"at": "x"}"#, ".at" + size),
    (#"{"at": 1, "cause": "rust"}"#, ".cause" + cause),
    (#"{"at": 1, "cause": 5}"#, ".cause" + cause),
    (#"{"at": 1, "operation": "erase"}"#, ".operation" + operation),
    (#"{"at": 1, "count": -1}"#, ".count" + count),
    (#"{"at": 1, "count": "3"}"#, ".count" + count),
    (#"{"at": 1, "when": 1}"#, ".when is unknown; there are at, operation, cause, count"),
  ]

  private static let inAStep = [
    ("[]", " is not an object"),
    ("{}", ".execute is missing"),
    (#"{"execute": 1}"#, ".execute is not a string"),
    (#"{"execute": "x", "arguments": []}"#, ".arguments is not an object"),
    (#"{"execute": "x", "after": "soon"}"#, ".after" + duration),
    (#"{"execute": "x", "after": -1}"#, ".after" + duration),
    (#"{"execute": "x", "after": -0.5}"#, ".after" + duration),
    (#"{"execute": "x", "after": 86400001}"#, ".after" + duration),
    (#"{"execute": "x", "after": null}"#, ".after" + duration),
    (#"{"execute": "x", "id": 1}"#, ".id is unknown; there are after, execute, arguments"),
  ]
}
