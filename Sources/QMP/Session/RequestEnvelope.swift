/// The outer object of a request, checked as QEMU does (qapi/qmp-dispatch.c).
struct RequestEnvelope {
  let name: String
  let arguments: JSONObject
  /// Whether the client wants it done out of band.
  let isOutOfBand: Bool

  init(_ value: JSONValue, allowsOutOfBand: Bool) throws(ServerError) {
    guard let object = value.object else {
      throw ServerError(.generic, "QMP input must be a JSON object")
    }
    var key: String?
    for member in object.members.inDictionaryOrder {
      switch member.name {
      case "execute",
        "exec-oob" where allowsOutOfBand:
        guard member.value.string != nil else {
          throw ServerError(.generic, "QMP input member '\(member.name)' must be a string")
        }
        if let key {
          throw ServerError(.generic, "QMP input member '\(member.name)' clashes with '\(key)'")
        }
        key = member.name
      case "arguments":
        guard member.value.object != nil else {
          throw ServerError(.generic, "QMP input member 'arguments' must be an object")
        }
      case "id": break
      default:
        throw ServerError(.generic, "QMP input member '\(member.name)' is unexpected")
      }
    }
    guard let key, let name = object[key]?.string else {
      throw ServerError(.generic, "QMP input lacks member 'execute'")
    }
    self.name = name
    arguments = object["arguments"]?.object ?? [:]
    isOutOfBand = key == "exec-oob"
  }
}

extension [JSONObject.Member] {
  /// The order in which QEMU's dictionaries go through their members: which of several mistakes is
  /// told depends on it (qobject/qdict.c).
  fileprivate var inDictionaryOrder: [JSONObject.Member] {
    // In one bucket the newest comes first.
    reversed().map { (bucket: $0.name.dictionaryBucket, member: $0) }
      .enumerated()
      .sorted { ($0.element.bucket, $0.offset) < ($1.element.bucket, $1.offset) }
      .map(\.element.member)
  }
}

extension String {
  /// Which of the 512 buckets of a dictionary the name belongs to.
  fileprivate var dictionaryBucket: UInt32 {
    var hash = 0x238F_13AF &* UInt32(truncatingIfNeeded: utf8.count)
    for (index, byte) in utf8.enumerated() {
      hash &+= UInt32(byte) << UInt32(index * 5 % 24)
    }
    return (1_103_515_243 &* hash &+ 12345) % 512
  }
}
