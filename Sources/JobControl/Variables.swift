/// Variables of the environment: the few that jobctl heeds.
///
/// A dictionary would cost every start its type's making.
package struct Variables {
  private var members: [(name: String, value: String)] = []

  package init(_ names: [String], _ value: (String) -> String?) {
    for name in names {
      if let value = value(name) { members.append((name, value)) }
    }
  }

  package subscript(name: String) -> String? {
    get { members.first { $0.name == name }?.value }
    set {
      members.removeAll { $0.name == name }
      if let newValue { members.append((name, newValue)) }
    }
  }
}

extension Variables: ExpressibleByDictionaryLiteral {
  package init(dictionaryLiteral elements: (String, String)...) {
    for (name, value) in elements { members.append((name, value)) }
  }
}
