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
    for event in EventSchema.sent(by: release) { add(event) }
    for (name, kind) in [("str", "string"), ("int", "int"), ("bool", "boolean"), ("any", "value")] {
      elements.append(["name": .string(name), "meta-type": "builtin", "json-type": .string(kind)])
    }
  }

  private mutating func add(_ schema: CommandSchema) {
    var command: JSONObject = [
      "name": .string(schema.name.rawValue), "meta-type": "command",
      "arg-type": .string(type(of: schema.arguments)), "ret-type": "any",
    ]
    if release.isAtLeast(4, 2) { command["features"] = .array(features(of: schema.name)) }
    elements.append(.object(command))
  }

  private mutating func add(_ event: EventSchema) {
    let arguments = type(of: Members(event.members))
    elements.append(
      ["name": .string(event.name), "meta-type": "event", "arg-type": .string(arguments)]
    )
  }

  private mutating func type(of members: Members) -> String {
    var object: JSONObject = [
      "meta-type": "object", "members": .array(describe(members.common)),
    ]
    if let tag = members.tag,
      let shape = members.common.first(where: { $0.name == tag })?.shape,
      case .word(let enumeration) = shape
    {
      object["tag"] = .string(tag)
      var variants: [JSONValue] = []
      for word in enumeration.words(in: release) {
        let branch = type(of: Members(members.branches[word] ?? []))
        variants.append(["case": .string(word), "type": .string(branch)])
      }
      object["variants"] = .array(variants)
    }
    return define(object)
  }

  private mutating func describe(_ arguments: [Argument]) -> [JSONValue] {
    var members: [JSONValue] = []
    for argument in arguments where argument.since <= release.version {
      var member: JSONObject = [
        "name": .string(argument.name), "type": .string(type(of: argument.shape)),
      ]
      if !argument.isRequired { member["default"] = .null }
      members.append(.object(member))
    }
    return members
  }

  private mutating func type(of shape: Shape) -> String {
    switch shape {
    case .string: "str"
    case .integer, .unsigned: "int"
    case .boolean: "bool"
    case .node:
      define([
        "meta-type": "alternate",
        "members": [["type": .string(type(of: Members([])))], ["type": "str"]],
      ])
    case .object(let members): type(of: members)
    case .list(let element):
      define(["meta-type": "array", "element-type": .string(type(of: element))])
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
}
