import Jobs
import QMP
import Simulator
import Testing

@Suite struct ReleaseTests {
  /// The last release without, and the first one with.
  private static let commands: [(String, QEMUVersion, QEMUVersion)] = [
    ("query-jobs", QEMUVersion(2, 12, 9), QEMUVersion(3, 0)),
    ("job-pause", QEMUVersion(2, 12, 9), QEMUVersion(3, 0)),
    ("job-dismiss", QEMUVersion(2, 12, 9), QEMUVersion(3, 0)),
    ("blockdev-create", QEMUVersion(2, 12, 9), QEMUVersion(3, 0)),
    ("x-blockdev-amend", QEMUVersion(5, 0), QEMUVersion(5, 1)),
    ("snapshot-save", QEMUVersion(5, 2), QEMUVersion(6, 0)),
    ("snapshot-load", QEMUVersion(5, 2), QEMUVersion(6, 0)),
    ("snapshot-delete", QEMUVersion(5, 2), QEMUVersion(6, 0)),
    ("block-job-change", QEMUVersion(8, 1, 5), QEMUVersion(8, 2)),
  ]

  @Test(arguments: commands)
  func `a command is there from its release on`(
    _ command: String,
    _ before: QEMUVersion,
    _ since: QEMUVersion
  ) {
    var old = SessionPair(.plain, before)
    #expect(!old.commands.contains(command))
    #expect(
      old.perform(command, ["x": 1]) == [
        "CommandNotFound: The command \(command) has not been found"
      ]
    )
    var new = SessionPair(.plain, since)
    #expect(new.commands.contains(command))
    #expect(new.perform(command, ["x": 1]).first?.hasPrefix("GenericError: Parameter") == true)
  }

  @Test func `some commands are always there, and others never`() {
    for version in [QEMUVersion.oldestKnown, QEMUVersion.newestKnown] {
      let commands = SessionPair(.plain, version).commands
      #expect(Set(commands).count == commands.count)
      for command in [
        "qmp_capabilities", "query-version", "query-block-jobs", "block-job-cancel", "quit",
        "block-job-set-speed", "blockdev-mirror", "transaction",
      ] {
        #expect(commands.contains(command))
      }
      for command in ["job-set-speed", "job-change", "human-monitor-command"] {
        #expect(!commands.contains(command))
      }
    }
  }

  private static let arguments: [(Start, String, JSONValue, QEMUVersion, QEMUVersion)] = [
    (.mirror, "auto-finalize", false, QEMUVersion(3, 0), QEMUVersion(3, 1)),
    (.mirror, "auto-dismiss", false, QEMUVersion(3, 0), QEMUVersion(3, 1)),
    (.mirror, "copy-mode", "background", QEMUVersion.oldestKnown, QEMUVersion(3, 0)),
    (.mirror, "target-is-zero", true, QEMUVersion(10, 0), QEMUVersion(10, 1)),
    (.stream, "auto-dismiss", false, QEMUVersion(3, 0), QEMUVersion(3, 1)),
    (.stream, "bottom", "base", QEMUVersion(5, 2), QEMUVersion(6, 0)),
    (.stream, "filter-node-name", "f", QEMUVersion(5, 2), QEMUVersion(6, 0)),
    (.stream, "backing-mask-protocol", true, QEMUVersion(8, 2), QEMUVersion(9, 0)),
    (.commit, "auto-finalize", false, QEMUVersion(3, 0), QEMUVersion(3, 1)),
    (.commit, "on-error", "stop", QEMUVersion(4, 2), QEMUVersion(5, 0)),
    (.commit, "base-node", "base", QEMUVersion(3, 0), QEMUVersion(3, 1)),
    (.backup, "filter-node-name", "f", QEMUVersion(4, 1), QEMUVersion(4, 2)),
    (.backup, "bitmap-mode", "always", QEMUVersion(4, 1), QEMUVersion(4, 2)),
    (.backup, "x-perf", [:], QEMUVersion(5, 2), QEMUVersion(6, 0)),
    (.backup, "discard-source", true, QEMUVersion(9, 0), QEMUVersion(9, 1)),
    (.backup, "on-cbw-error", "break-snapshot", QEMUVersion(10, 0), QEMUVersion(10, 1)),
  ]

  @Test(arguments: arguments)
  func `an argument is there from its release on`(
    _ start: Start,
    _ argument: String,
    _ value: JSONValue,
    _ before: QEMUVersion,
    _ since: QEMUVersion
  ) {
    var old = SessionPair(.plain, before)
    #expect(
      old.start(start, "j", [argument: value]) == [
        "GenericError: Parameter '\(argument)' is unexpected"
      ]
    )
    var new = SessionPair(.plain, since)
    let told = new.start(start, "j", [argument: value])
    // Alone it may make no sense, but it is known.
    #expect(told.contains("ok") || told.last?.contains("without a bitmap") == true)
  }

  @Test(arguments: [
    (Start.mirror, "device", "Cannot find device=x nor node_name=x"),
    (.mirror, "sync", "Invalid parameter 'x'"),
    (.mirror, "on-source-error", "Invalid parameter 'x'"),
    (.stream, "base", "Base 'x' not found"),
    (.stream, "base-node", "Cannot find device= nor node_name=x"),
    (.commit, "top-node", "Cannot find device= nor node_name=x"),
  ])
  func `up to 5_2 some errors had other words`(
    _ start: Start,
    _ argument: String,
    _ error: String
  ) {
    var pair = SessionPair(.plain, QEMUVersion(5, 2))
    #expect(pair.start(start, "j", [argument: "x"]) == ["GenericError: \(error)"])
    var newer = SessionPair(.plain, QEMUVersion(6, 0))
    #expect(newer.start(start, "j", [argument: "x"]) != ["GenericError: \(error)"])
  }

  @Test(arguments: [(QEMUVersion(3, 1), [String]()), (QEMUVersion(4, 0), ["oob"])])
  func `out-of-band execution is offered from 4_0 on`(
    _ version: QEMUVersion,
    _ capabilities: [String]
  ) throws {
    var server = SimulatedServer(
      .plain,
      release: Release(version),
      start: Instant(nanoseconds: 0)
    )
    let client = server.connect()
    let message = try JSONParser.parse(server.takeOutput(for: client).span).object
    let greeting = message?["QMP"]?.object
    #expect(greeting?["capabilities"] == .array(capabilities.map(JSONValue.string)))
    #expect(greeting?["version"]?.object?["qemu"]?.object?["major"] == .integer(version.major))
  }
}

extension SessionPair {
  fileprivate var commands: [String] {
    var pair = self
    return pair.query("query-commands").array?.compactMap { $0.object?["name"]?.string } ?? []
  }
}
