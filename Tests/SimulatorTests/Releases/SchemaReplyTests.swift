import Jobs
import QMP
import Simulator
import Testing

@Suite struct SchemaReplyTests {
  private static let versions = [
    QEMUVersion.oldestKnown, QEMUVersion(5, 2), QEMUVersion.newestKnown,
  ]

  @Test(arguments: versions)
  func `every name is there once, and every type that is named`(_ version: QEMUVersion) {
    let elements = Self.elements(version)
    let names = elements.compactMap { $0["name"]?.string }
    #expect(names.count == elements.count)
    #expect(Set(names).count == names.count)
    for element in elements {
      var types = ["arg-type", "ret-type", "element-type"].compactMap { element[$0]?.string }
      types += (element["members"]?.array ?? []).compactMap { $0.object?["type"]?.string }
      for type in types { #expect(names.contains(type), "\(type) in \(element)") }
      let kind = element["meta-type"]?.string ?? ""
      #expect(Self.kinds.contains(kind))
    }
  }

  @Test(arguments: versions)
  func `the commands are those of query-commands`(_ version: QEMUVersion) {
    var pair = SessionPair(.plain, version)
    let listed = pair.query("query-commands").array?.compactMap { $0.object?["name"]?.string }
    let described = Self.elements(version).filter { $0["meta-type"] == "command" }
      .compactMap { $0["name"]?.string }
    #expect(Set(described).union(["qmp_capabilities"]) == Set(listed ?? []))
  }

  @Test func `optional arguments have a default, words their values`() throws {
    let elements = Self.elements(QEMUVersion(7, 2))
    let members = try #require(Self.members(of: "blockdev-mirror", in: elements))
    #expect(members["device"]?["default"] == nil)
    #expect(members["speed"]?["default"] == JSONValue.null)
    #expect(members["speed"]?["type"] == "int")
    let sync = try #require(members["sync"]?["type"])
    let words = elements.first { $0["name"] == sync }
    #expect(words?["meta-type"] == "enum")
    #expect(words?["values"] == ["top", "full", "none", "incremental", "bitmap"])
    #expect(members["target-is-zero"] == nil)
  }

  @Test(arguments: [
    ("block-job-pause", QEMUVersion(10, 0), QEMUVersion(10, 1), "deprecated"),
    ("block-job-complete", QEMUVersion(10, 0), QEMUVersion(10, 1), "deprecated"),
    ("drive-backup", QEMUVersion(6, 1), QEMUVersion(6, 2), "deprecated"),
    ("x-blockdev-amend", QEMUVersion(6, 1), QEMUVersion(6, 2), "unstable"),
  ])
  func `what is on its way out says so from its release on`(
    _ command: String,
    _ before: QEMUVersion,
    _ since: QEMUVersion,
    _ feature: String
  ) {
    #expect(Self.features(of: command, before) == [])
    #expect(Self.features(of: command, since) == [.string(feature)])
    #expect(Self.features(of: "block-job-cancel", since) == [])
    #expect(Self.features(of: "query-jobs", QEMUVersion(4, 1)) == nil)
  }

  @Test func `job events are there when their commands are`() {
    func events(_ version: QEMUVersion) -> [String] {
      Self.elements(version).filter { $0["meta-type"] == "event" }.compactMap { $0["name"]?.string }
    }
    #expect(!events(QEMUVersion.oldestKnown).contains("JOB_STATUS_CHANGE"))
    #expect(events(QEMUVersion(3, 0)).contains("JOB_STATUS_CHANGE"))
    #expect(events(QEMUVersion.oldestKnown).contains("BLOCK_JOB_PENDING"))
  }

  private static let kinds = [
    "command", "event", "object", "array", "enum", "alternate", "builtin",
  ]

  private static func elements(_ version: QEMUVersion) -> [JSONObject] {
    var pair = SessionPair(.plain, version)
    return pair.query("query-qmp-schema").array?.compactMap(\.object) ?? []
  }

  private static func features(of command: String, _ version: QEMUVersion) -> [JSONValue]? {
    elements(version).first { $0["name"] == .string(command) }?["features"]?.array
  }

  private static func members(
    of command: String,
    in elements: [JSONObject]
  ) -> [String: JSONObject]? {
    let type = elements.first { $0["name"] == .string(command) }?["arg-type"]
    let members = elements.first { $0["name"] == type }?["members"]?.array
    return members.map { members in
      Dictionary(
        uniqueKeysWithValues: members.compactMap(\.object).map { ($0["name"]?.string ?? "", $0) }
      )
    }
  }
}
