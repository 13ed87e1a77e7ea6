import Foundation
import TestSupport
import Testing

/// Scenario files, and mistakes in them.
@Suite struct SandboxScenarioTests {
  @Test(arguments: [
    ("[]", "the file is not an object"),
    (#"{"disks": [{"name": "a"}]}"#, "disks[0].size is missing"),
    (#"{"disks": [{"name": "a", "size": 1, "faults": [{}]}]}"#, "disks[0].faults[0].at is missing"),
    (
      #"{"disks": [{"name": "a", "size": 1}], "steps": [{"execute": "x", "after": "soon"}]}"#,
      #"steps[0].after is not a duration, as in 2 or "500ms""#
    ),
    (#"{"\u001b[2J": 1}"#, #"\x1b[2J is unknown; there are summary, disks, steps"#),
  ])
  func `a mistake in a scenario file names its field`(_ text: String, _ mistake: String) throws {
    let directory = try TemporaryDirectory()
    let file = try directory.write(text, to: "scenario.json")
    let result = try Jobctl.run("sandbox", "--scenario", file, "--", "true")
    #expect(result.status == 2)
    #expect(!result.error.contains("\u{1B}"))
    #expect(result.error.hasPrefix("jobctl: scenario '\(file)': "))
    #expect(result.error == "jobctl: scenario '\(file)': \(mistake)\n")
  }

  @Test func `a scenario that is neither built in nor a file`() throws {
    let names = "tour, quiet, flood, errors, many"
    #expect(
      try Jobctl.run("sandbox", "--scenario", "party", "--", "true")
        == .ended(
          2,
          error: "jobctl: there is no scenario 'party': neither one of \(names) nor a file\n"
        )
    )
    let result = try Jobctl.run("sandbox", "--scenario", "/", "--", "true")
    #expect(result.status == 1)
    #expect(result.error == "jobctl: cannot read scenario '/': Is a directory\n")
  }

  @Test func `a step that is refused is told, and the rest goes on`() throws {
    let scenario: JSON = [
      "disks": [["name": "a", "size": 1], ["name": "b", "size": 1]],
      "steps": [
        ["execute": "job-pause", "arguments": ["id": "none"]],
        [
          "execute": "blockdev-mirror",
          "arguments": ["job-id": "m", "device": "a", "target": "b", "sync": "full"],
        ],
      ],
    ]
    let sandbox = try Sandbox(scenario: scenario)
    try sandbox.command.readError {
      $0.contains(
        "jobctl: a step of the scenario was refused: job-pause: GenericError: Job not found\n"
      )
    }
    #expect(try sandbox.monitor().job("m") != nil)
  }

  @Test func `every scenario and every field is documented`() throws {
    let listed = try complaint(about: "party").split(separator: "one of ")[1]
    var words = listed.split(separator: " nor ")[0].split(separator: ", ")
    let disk = #"{"name": "a", "size": 1}"#
    for text in [
      #"{"x": 1}"#, #"{"disks": [{"x": 1}]}"#,
      #"{"disks": [{"name": "a", "size": 1, "faults": [{"x": 1}]}]}"#,
      #"{"disks": [\#(disk)], "steps": [{"x": 1}]}"#,
    ] {
      let directory = try TemporaryDirectory()
      let file = try directory.write(text, to: "scenario.json")
      let listed = try complaint(about: file).split(separator: "there are ")[1]
      words += listed.dropLast().split(separator: ", ")
    }
    #expect(words.count == 5 + 3 + 7 + 4 + 3)
    let page = try String(contentsOf: Self.page, encoding: .utf8).split { !$0.isLetter }
    #expect(words.filter { !page.contains($0) } == [])
  }

  private func complaint(about scenario: String) throws -> String {
    try Jobctl.run("sandbox", "--scenario", scenario, "--", "true").error
  }

  private static let page = URL(filePath: #filePath)
    .appending(path: "../../../../man/jobctl-scenario.5").standardized
}
