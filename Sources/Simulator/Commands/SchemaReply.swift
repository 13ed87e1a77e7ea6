import Jobs
import QMP

/// What `query-qmp-schema` answers: the part of QEMU's schema that the simulator has.
///
/// Types are numbered, as QEMU hides their names (qapi/introspect.json).
struct SchemaReply {
  private(set) var elements: [JSONValue] = []
  private let release: Release
  private var typeNames: [JSONObject: String] = [:]

  init(release: Release) {
    self.release = release
    for schema in CommandSchema.offered(by: release) { add(schema) }
    for event in Self.events(of: release) { add(event) }
    for (name, kind) in [("str", "string"), ("int", "int"), ("bool", "boolean"), ("any", "value")] {
      elements.append(["name": .string(name), "meta-type": "builtin", "json-type": .string(kind)])
    }
  }

  private mutating func add(_ schema: CommandSchema) {
    let members = schema.arguments.filter { $0.since <= release.version }.map { argument in
      var member: JSONObject = [
        "name": .string(argument.name), "type": .string(type(of: argument.shape)),
      ]
      if !argument.isRequired { member["default"] = .null }
      return JSONValue.object(member)
    }
    let arguments = define(["meta-type": "object", "members": .array(members)])
    var command: JSONObject = [
      "name": .string(schema.name.rawValue), "meta-type": "command",
      "arg-type": .string(arguments), "ret-type": "any",
    ]
    if release.isAtLeast(4, 2) { command["features"] = .array(features(of: schema.name)) }
    elements.append(.object(command))
  }

  private mutating func add(_ event: String) {
    let arguments = define(["meta-type": "object", "members": .array([])])
    elements.append(
      ["name": .string(event), "meta-type": "event", "arg-type": .string(arguments)])
  }

  private mutating func type(of shape: CommandSchema.Shape) -> String {
    switch shape {
    case .string: "str"
    case .integer: "int"
    case .boolean: "bool"
    case .object: "any"
    case .strings: define(["meta-type": "array", "element-type": "str"])
    case .objects: define(["meta-type": "array", "element-type": "any"])
    case .word(let enumeration):
      define([
        "meta-type": "enum",
        "values": .array(enumeration.words(in: release).map(JSONValue.string)),
      ])
    }
  }

  /// The name of a type, which is added when it is new.
  private mutating func define(_ type: JSONObject) -> String {
    if let name = typeNames[type] { return name }
    let name = String(typeNames.count)
    typeNames[type] = name
    var element = type
    element["name"] = .string(name)
    elements.append(.object(element))
    return name
  }

  private func features(of name: CommandName) -> [JSONValue] {
    switch name {
    case .blockJobPause, .blockJobResume, .blockJobComplete, .blockJobDismiss, .blockJobFinalize:
      release.isAtLeast(10, 1) ? ["deprecated"] : []
    case .driveBackup: release.isAtLeast(6, 2) ? ["deprecated"] : []
    case .blockdevAmend: release.isAtLeast(6, 2) ? ["unstable"] : []
    case .queryVersion, .queryCommands, .querySchema, .queryJobs, .queryBlockJobs, .quit, .jobPause,
      .jobResume, .jobCancel, .jobComplete, .jobFinalize, .jobDismiss, .blockJobCancel,
      .blockJobSetSpeed, .blockJobChange, .blockCommit, .blockStream, .driveMirror,
      .blockdevMirror, .blockdevBackup, .blockdevCreate, .snapshotSave, .snapshotLoad,
      .snapshotDelete, .transaction:
      []
    }
  }

  private static func events(of release: Release) -> [String] {
    (release.hasJobFamily ? ["JOB_STATUS_CHANGE"] : []) + [
      "BLOCK_JOB_COMPLETED", "BLOCK_JOB_CANCELLED", "BLOCK_JOB_ERROR", "BLOCK_JOB_READY",
      "BLOCK_JOB_PENDING", "SHUTDOWN", "STOP", "RESUME",
    ]
  }
}
