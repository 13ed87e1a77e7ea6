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
    /// Whether the client wants it done while another command is; it has to have been allowed that.
    package var isOutOfBand = false
  }

  package enum Action: Hashable, Sendable {
    case send([UInt8])
    case execute(Command)
  }

  private let greeting: Greeting
  private let manner: Manner
  private var reader: RequestReader
  private var allowsOutOfBand = false
  /// Whether the client has negotiated: commands are carried out and events flow.
  package private(set) var isNegotiated: Bool

  package init(
    greeting: Greeting,
    manner: Manner = Manner(),
    limits: RequestReader.Limits = RequestReader.Limits(),
    isNegotiated: Bool = false
  ) {
    self.isNegotiated = isNegotiated
    self.greeting = greeting
    self.manner = manner
    self.reader = RequestReader(for: greeting.version, limits: limits)
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
    let members: JSONObject = [
      "version": greeting.versionInfo,
      "capabilities": .array(greeting.capabilities.map(JSONValue.string)),
    ]
    return manner.encode(["QMP": .object(members)])
  }

  /// The reply to a command.
  package func reply(
    to command: Command,
    with result: Reply
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
      let envelope = try RequestEnvelope(value, allowsOutOfBand: allowsOutOfBand)
      if envelope.name == "qmp_capabilities" {
        guard !envelope.isOutOfBand else { throw Self.inBandOnly(envelope.name) }
        let wanted = try capabilities(in: envelope.arguments)
        guard !isNegotiated else {
          throw ServerError(
            .commandNotFound,
            "Capabilities negotiation is already complete, command ignored"
          )
        }
        isNegotiated = true
        allowsOutOfBand = wanted.contains("oob")
        let command = Command(name: envelope.name, arguments: envelope.arguments, id: id)
        return .send(reply(to: command, with: .success(.object([:]))))
      }
      guard isNegotiated else {
        throw ServerError(
          .commandNotFound,
          "Expecting capabilities negotiation with 'qmp_capabilities'"
        )
      }
      return .execute(
        Command(
          name: envelope.name,
          arguments: envelope.arguments,
          id: id,
          isOutOfBand: envelope.isOutOfBand
        )
      )
    } catch {
      return .send(failure(id, error))
    }
  }

  /// The error of a command that was to be carried out while another one is.
  package static func inBandOnly(_ name: String) -> ServerError {
    ServerError(.generic, "The command \(name) does not support OOB")
  }

  /// What a client asks to be enabled; there is but one thing.
  private func capabilities(in arguments: JSONObject) throws(ServerError) -> [String] {
    var wanted: [String] = []
    if let value = arguments["enable"] {
      guard let values = value.array else {
        throw ServerError(.generic, "Invalid parameter type for 'enable', expected: array")
      }
      for (index, value) in values.enumerated() {
        guard let name = value.string else {
          throw ServerError(
            .generic,
            "Invalid parameter type for 'enable[\(index)]', expected: string"
          )
        }
        guard name == "oob" else {
          // Up to 5.2 the text was shorter; the 'null' of later releases is theirs.
          throw ServerError(
            .generic,
            greeting.version < QEMUVersion(6, 0)
              ? "Invalid parameter '\(name)'"
              : "Parameter 'null' does not accept value '\(name)'"
          )
        }
        wanted.append(name)
      }
    }
    if let other = arguments.members.first(where: { $0.name != "enable" }) {
      throw ServerError(.generic, "Parameter '\(other.name)' is unexpected")
    }
    if let missing = wanted.first(where: { !greeting.capabilities.contains($0) }) {
      throw ServerError(.generic, "Capability '\(missing)' not available")
    }
    return wanted
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
