/// The members of a JSON object, in the order in which they were written.
///
/// Two objects are equal when their members are, in whatever order.
package struct JSONObject: Sendable {
  package struct Member: Hashable, Sendable {
    package let name: String
    package var value: JSONValue
  }

  package private(set) var members: [Member] = []

  package init() {}

  /// Of members with the same name the last one counts, at the place of the first.
  package init(_ elements: some Sequence<(String, JSONValue)>) {
    for (name, value) in elements {
      self[name] = value
    }
  }

  /// Takes members as a parser met them; of those with the same name the last one counts.
  init(parsed members: [Member]) {
    self.members = Self.hasDuplicates(members) ? Self.lastOfEach(members) : members
  }

  package var isEmpty: Bool {
    members.isEmpty
  }

  package subscript(name: String) -> JSONValue? {
    get {
      members.first { $0.name == name }?.value
    }
    set {
      let index = members.firstIndex { $0.name == name }
      switch (index, newValue) {
      case (let index?, let value?): members[index].value = value
      case (nil, let value?): members.append(Member(name: name, value: value))
      case (let index?, nil): members.remove(at: index)
      case (nil, nil): break
      }
    }
  }

  private static func hasDuplicates(_ members: [Member]) -> Bool {
    // Comparing pairs is quicker for what servers send, a set for what an enemy might.
    guard members.count <= 16 else {
      return Set(members.lazy.map(\.name)).count < members.count
    }
    for index in members.indices.dropFirst() {
      let name = members[index].name
      if members[..<index].contains(where: { $0.name == name }) { return true }
    }
    return false
  }

  private static func lastOfEach(_ members: [Member]) -> [Member] {
    var places: [String: Int] = [:]
    var unique: [Member] = []
    for member in members {
      if let place = places[member.name] {
        unique[place].value = member.value
      } else {
        places[member.name] = unique.count
        unique.append(member)
      }
    }
    return unique
  }
}

extension JSONObject: Hashable {
  package static func == (left: Self, right: Self) -> Bool {
    left.members == right.members
      || (left.members.count == right.members.count && left.byName == right.byName)
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(byName)
  }

  private var byName: [String: JSONValue] {
    Dictionary(members.map { ($0.name, $0.value) }) { _, last in last }
  }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  package init(dictionaryLiteral elements: (String, JSONValue)...) {
    self.init(elements)
  }
}
