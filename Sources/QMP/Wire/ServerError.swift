/// A server's refusal: `{"class": str, "desc": str}` (QMP specification, "Error").
package struct ServerError: Error, Hashable, Sendable {
  /// `QapiErrorClass` of qapi/error.json; only these carry a promise of stability, texts do not.
  package enum Class: Hashable, Sendable {
    case generic
    case commandNotFound
    case deviceNotActive
    case deviceNotFound
    case other(String)
  }

  package let errorClass: Class
  /// Text for people, as the server sent it: it may hold any character.
  package let text: String

  package init(_ errorClass: Class, _ text: String) {
    self.errorClass = errorClass
    self.text = text
  }

  init?(_ value: JSONValue) {
    guard let name = value.object?["class"]?.string, let text = value.object?["desc"]?.string
    else { return nil }
    self.init(Class(name), text)
  }
}

extension ServerError.Class {
  package init(_ name: String) {
    switch name {
    case "GenericError": self = .generic
    case "CommandNotFound": self = .commandNotFound
    case "DeviceNotActive": self = .deviceNotActive
    case "DeviceNotFound": self = .deviceNotFound
    default: self = .other(name)
    }
  }

  /// The name on the wire.
  package var name: String {
    switch self {
    case .generic: "GenericError"
    case .commandNotFound: "CommandNotFound"
    case .deviceNotActive: "DeviceNotActive"
    case .deviceNotFound: "DeviceNotFound"
    case .other(let name): name
    }
  }
}

extension ServerError: CustomStringConvertible {
  package var description: String {
    "\(errorClass.name): \(text)"
  }
}
