/// What a QEMU process was told of its name and its QMP monitors (qemu(1), "-qmp", "-mon",
/// "-chardev", "-name"; qemu-storage-daemon(1), "--monitor").
package struct QEMUCommandLine: Hashable, Sendable {
  /// Where a monitor is to be found.
  package enum Place: Hashable, Sendable {
    /// As it was given: it may be relative to the process's folder.
    case unix(path: String)
    case tcp(host: String, port: String)
    /// A socket that the process was born with.
    case descriptor(String)
  }

  package private(set) var name: String?
  package private(set) var monitors: [Place] = []
  /// The sockets that are something else: human monitors, guest agents, serial lines.
  package private(set) var others: [Place] = []

  /// Reads the words behind the program's name.
  package init(_ words: [String]) {
    var devices: [String: Place] = [:]
    var controls: Set<String> = []
    var index = words.startIndex
    while index < words.endIndex {
      let option = Self.option(words[index])
      let value = index + 1 < words.endIndex ? words[index + 1] : ""
      index += 1
      switch option {
      case "qmp", "qmp-pretty":
        if let place = Self.legacyPlace(value) { monitors.append(place) }
        if value.hasPrefix("chardev:") { controls.insert(String(value.dropFirst(8))) }
      case "monitor":
        if let place = Self.legacyPlace(value) { others.append(place) }
        let members = Self.members(value)
        // The storage daemon's option, where control is the default.
        if let device = members["chardev"], members["mode"] != "readline" {
          controls.insert(device)
        }
      case "mon":
        let members = Self.members(value, implied: "chardev")
        if let device = members["chardev"], members["mode"] == "control" {
          controls.insert(device)
        }
      case "chardev":
        let members = Self.members(value, implied: "backend")
        if let id = members["id"], let place = Self.place(members) { devices[id] = place }
      case "name":
        let members = Self.members(value, implied: "guest")
        name = members["guest"]
      default:
        continue
      }
      index += 1
    }
    for (id, place) in devices.sorted(by: { $0.key < $1.key }) {
      if controls.contains(id) { monitors.append(place) } else { others.append(place) }
    }
  }

  /// The option's name, with one dash or two; nil for another word.
  private static func option(_ word: String) -> String? {
    guard word.hasPrefix("-") else { return nil }
    return String(word.dropFirst(word.hasPrefix("--") ? 2 : 1))
  }

  /// `unix:/run/vm.qmp,server=on` and `tcp:localhost:4444,server`.
  private static func legacyPlace(_ value: String) -> Place? {
    let parts = split(value)
    guard let target = parts.first, listens(members(value)) else { return nil }
    if target.hasPrefix("unix:") {
      let path = target.dropFirst(5)
      return .unix(path: String(path.hasPrefix("path=") ? path.dropFirst(5) : path))
    }
    let host = target.dropFirst(4)
    guard target.hasPrefix("tcp:"), let colon = host.lastIndex(of: ":") else { return nil }
    return .tcp(host: String(host[..<colon]), port: String(host[host.index(after: colon)...]))
  }

  /// The place of a chardev, where it is a socket.
  private static func place(_ members: [String: String]) -> Place? {
    guard members["backend"] == "socket", listens(members) else { return nil }
    if let path = members["path"] { return .unix(path: path) }
    if let number = members["fd"] { return .descriptor(number) }
    return members["port"].map { .tcp(host: members["host"] ?? "", port: $0) }
  }

  /// Whether it waits for others, and does not call them.
  private static func listens(_ members: [String: String]) -> Bool {
    ["on", "yes", "true", "y"].contains(members["server"])
  }

  /// `key=value` pairs with commas between them; `implied` is the key of a first value without one.
  private static func members(_ value: String, implied: String = "") -> [String: String] {
    var members: [String: String] = [:]
    for (index, part) in split(value).enumerated() {
      if let equals = part.firstIndex(of: "=") {
        members[String(part[..<equals])] = String(part[part.index(after: equals)...])
      } else {
        // A flag, in the short form.
        members[index == 0 ? implied : part] = index == 0 ? part : "on"
      }
    }
    return members
  }

  /// Parts between commas; two commas stand for one (qemu(1), "-drive").
  private static func split(_ value: String) -> [String] {
    var parts = [""]
    var rest = value[...]
    while let character = rest.popFirst() {
      if character != "," {
        parts[parts.count - 1].append(character)
      } else if rest.first == "," {
        rest.removeFirst()
        parts[parts.count - 1].append(",")
      } else {
        parts.append("")
      }
    }
    return parts
  }
}
