/// A member that is looked up in many objects, most of which have it at one place.
package struct JSONMember: Sendable {
  private let name: String
  private var place = 0

  package init(_ name: String) {
    self.name = name
  }

  package mutating func value(in object: JSONObject) -> JSONValue? {
    object.value(of: name, near: &place)
  }
}
