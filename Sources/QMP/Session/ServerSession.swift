/// The server's end of a QMP conversation, without a descriptor, in QEMU's words.
///
/// Bytes go in with ``receive(_:)``, which answers what to do: most mistakes of a client are
/// answered here, commands go to the caller, and its answer comes back through ``reply(to:with:)``.
package struct ServerSession {
  /// How a server talks.
  package struct Manner: Sendable {
    /// Messages over many lines, as monitors with `pretty=on` send them.
    package let isPretty: Bool

    package init(isPretty: Bool = false) {
      self.isPretty = isPretty
    }

    /// Any message; an event, for one.
    package func encode(_ message: JSONObject) -> [UInt8] {
      JSONWriter.monitorMessage(.object(message), isPretty: isPretty)
    }
  }

  /// A command to be carried out.
  package struct Command: Hashable, Sendable {
    package let name: String
    package let arguments: JSONObject
    /// Any JSON; nil when the client sent none.
    package let id: JSONValue?
  }

  package enum Action: Hashable, Sendable {
    case send([UInt8])
    case execute(Command)
  }

  private let greeting: Greeting
  private let manner: Manner
  private var reader: RequestReader
  /// Whether the client has negotiated: commands are carried out and events flow.
  package private(set) var isNegotiated = false

  package init(greeting: Greeting, manner: Manner = Manner()) {
    self.greeting = greeting
    self.manner = manner
    self.reader = RequestReader(for: greeting.version)
  }

  // MARK: - Inputs

  package mutating func receive(_ bytes: Span<UInt8>) -> [Action] {
    reader.receive(bytes).map { input in
      switch input {
      case .error(let text): .send(failure(nil, ServerError(.generic, text)))
      case .value(let value): action(for: value)
      }
    }
  }

  /// The message that opens the conversation.
  package var opening: [UInt8] {
    let qemu: JSONObject = [
      "micro": .integer(greeting.version.micro),
      "minor": .integer(greeting.version.minor),
      "major": .integer(greeting.version.major),
    ]
    let version: JSONObject = ["qemu": .object(qemu), "package": .string(greeting.package)]
    let greeting: JSONObject = [
      "version": .object(version),
      "capabilities": .array(greeting.capabilities.map(JSONValue.string)),
    ]
    return manner.encode(["QMP": .object(greeting)])
  }

  /// The reply to a command.
  package func reply(
    to command: Command,
    with result: Result<JSONValue, ServerError>
  ) -> [UInt8] {
    switch result {
    case .success(let value):
      var message: JSONObject = ["return": value]
      message["id"] = command.id
      return manner.encode(message)
    case .failure(let error):
      return failure(command.id, error)
    }
  }

  // MARK: - Requests

  private mutating func action(for value: JSONValue) -> Action {
    let id = value.object?["id"]
    do throws(ServerError) {
      let (name, arguments) = try Self.envelope(of: value)
      let command = Command(name: name, arguments: arguments, id: id)
      guard isNegotiated else {
        try negotiate(command)
        isNegotiated = true
        return .send(reply(to: command, with: .success(.object([:]))))
      }
      guard name != "qmp_capabilities" else {
        throw ServerError(
          .commandNotFound,
          "Capabilities negotiation is already complete, command ignored"
        )
      }
      return .execute(command)
    } catch {
      return .send(failure(id, error))
    }
  }

  /// The command's name and arguments (qapi/qmp-dispatch.c, by its behaviour on the wire).
  private static func envelope(
    of value: JSONValue
  ) throws(ServerError) -> (String, JSONObject) {
    guard let object = value.object else {
      throw ServerError(.generic, "QMP input must be a JSON object")
    }
    var name: String?
    var arguments: JSONObject = [:]
    for member in object.members {
      switch member.name {
      case "id": break
      case "execute":
        guard let text = member.value.string else {
          throw ServerError(.generic, "QMP input member 'execute' must be a string")
        }
        name = text
      case "arguments":
        guard let given = member.value.object else {
          throw ServerError(.generic, "QMP input member 'arguments' must be an object")
        }
        arguments = given
      default:
        throw ServerError(.generic, "QMP input member '\(member.name)' is unexpected")
      }
    }
    guard let name else { throw ServerError(.generic, "QMP input lacks member 'execute'") }
    return (name, arguments)
  }

  private func negotiate(_ command: Command) throws(ServerError) {
    guard command.name == "qmp_capabilities" else {
      throw ServerError(
        .commandNotFound,
        "Expecting capabilities negotiation with 'qmp_capabilities'"
      )
    }
    if let other = command.arguments.members.first(where: { $0.name != "enable" }) {
      throw ServerError(.generic, "Parameter '\(other.name)' is unexpected")
    }
    guard let wanted = command.arguments["enable"] else { return }
    guard let capabilities = wanted.array else {
      throw ServerError(.generic, "Invalid parameter type for 'enable', expected: array")
    }
    for capability in capabilities {
      guard let name = capability.string, greeting.capabilities.contains(name) else {
        let text = capability.string ?? ""
        // Up to 5.2 the text was shorter; the 'null' of later releases is theirs.
        throw ServerError(
          .generic,
          greeting.version < QEMUVersion(6, 0)
            ? "Invalid parameter '\(text)'"
            : "Parameter 'null' does not accept value '\(text)'"
        )
      }
    }
  }

  private func failure(_ id: JSONValue?, _ error: ServerError) -> [UInt8] {
    var message: JSONObject = [:]
    message["id"] = id
    message["error"] = .object([
      "class": .string(error.errorClass.name), "desc": .string(error.text),
    ])
    return manner.encode(message)
  }
}
