/// The members of a JSON object, in the order in which they were written.
///
/// Two objects are equal when their members are, in whatever order. Two names are the same when
/// their bytes are (RFC 8259, section 8.3); as Swift strings, the Kelvin sign and K are equal too.
package struct JSONObject: Sendable {
  package struct Member: Hashable, Sendable {
    package let name: String
    package var value: JSONValue

    fileprivate func isNamed(_ other: String) -> Bool {
      let (bytes, others) = (name.utf8.span, other.utf8.span)
      return JSONReader.areEqual(bytes, 0..<bytes.count, others, 0..<others.count)
    }
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

  /// Takes members whose names are known to differ.
  init(distinct members: [Member]) {
    self.members = members
  }

  package var isEmpty: Bool {
    members.isEmpty
  }

  package subscript(name: String) -> JSONValue? {
    get {
      members.first { $0.isNamed(name) }?.value
    }
    set {
      let index = members.firstIndex { $0.isNamed(name) }
      switch (index, newValue) {
      case (let index?, let value?): members[index].value = value
      case (nil, let value?): members.append(Member(name: name, value: value))
      case (let index?, nil): members.remove(at: index)
      case (nil, nil): break
      }
    }
  }

  /// The value of a member that is probably where it was in an object before; `place` becomes where
  /// it is in this one.
  package func value(of name: String, near place: inout Int) -> JSONValue? {
    if place < members.count, members[place].isNamed(name) { return members[place].value }
    guard let index = members.firstIndex(where: { $0.isNamed(name) }) else { return nil }
    place = index
    return members[index].value
  }

  private static func hasDuplicates(_ members: [Member]) -> Bool {
    // Comparing pairs is quicker for what servers send, a set for what an enemy might.
    guard members.count <= 16 else {
      return Set(members.lazy.map { Array($0.name.utf8) }).count < members.count
    }
    for index in members.indices.dropFirst() {
      let name = members[index].name
      if members[..<index].contains(where: { $0.isNamed(name) }) { return true }
    }
    return false
  }

  private static func lastOfEach(_ members: [Member]) -> [Member] {
    var places: [[UInt8]: Int] = [:]
    var unique: [Member] = []
    for member in members {
      let name = Array(member.name.utf8)
      if let place = places[name] {
        unique[place].value = member.value
      } else {
        places[name] = unique.count
        unique.append(member)
      }
    }
    return unique
  }
}

extension JSONObject: Hashable {
  package static func == (left: Self, right: Self) -> Bool {
    guard left.members.count == right.members.count else { return false }
    // Comparing values a second time at each level would take for ever on deep ones.
    guard zip(left.members, right.members).allSatisfy({ $0.name == $1.name }) else {
      return left.byName == right.byName
    }
    return zip(left.members, right.members).allSatisfy { $0.value == $1.value }
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
