/// A command with its arguments: `{"execute": str, "arguments": object?, "id": …}`.
///
/// QMP specification, "Issuing Commands".
package struct Request: Hashable, Sendable {
  package let command: String
  package let arguments: JSONObject

  package init(_ command: String, _ arguments: JSONObject = [:]) {
    self.command = command
    self.arguments = arguments
  }

  /// The message without its id, as `--dry-run` shows it.
  package var message: JSONObject {
    var message: JSONObject = ["execute": .string(command)]
    if !arguments.isEmpty { message["arguments"] = .object(arguments) }
    return message
  }

  /// The line that goes to the server.
  package func encoded(id: String) -> [UInt8] {
    var message = message
    message["id"] = .string(id)
    return JSONWriter.compact(.object(message)) + [UInt8(ascii: "\n")]
  }
}
