extension FakeMonitor {
  /// A request as it came, and taken apart.
  package struct Request: Sendable, Hashable {
    package var text: String
    /// nil when it is not JSON.
    package var message: JSON?

    init(_ text: String) {
      self.text = text
      message = try? JSON(parsing: text)
    }

    /// The name of the command; empty when there is none.
    package var command: String {
      message?["execute"]?.string ?? ""
    }

    package var arguments: JSON {
      message?["arguments"] ?? [:]
    }

    package var id: JSON? {
      message?["id"]
    }

    /// A member of the arguments, when it is a string.
    package subscript(_ name: String) -> String? {
      arguments[name]?.string
    }
  }
}
