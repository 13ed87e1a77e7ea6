import QMP

/// However the bytes of a server come, and traced or not, a client is told the same.
enum ClientOracle {
  static func check(_ input: [UInt8]) throws(Finding) {
    let stream = CutStream(input)
    let limit = stream.variant == 0 ? MessageSplitter.maximumLength : stream.variant * 4
    let whole = try ClientConversation(over: [stream.bytes[...]], isTracing: false, limit: limit)
    for pieces in stream.deliveries + [[stream.bytes[...]]] {
      for isTracing in [false, true] {
        let conversation = try ClientConversation(over: pieces, isTracing: isTracing, limit: limit)
        try Finding.unless(
          conversation.transcript == whole.transcript,
          "\(conversation.transcript) in pieces, \(whole.transcript) as a whole"
        )
        var stream = stream.bytes[...]
        for message in conversation.traced {
          try Finding.unless(message.count <= limit, "a message of \(message.count) bytes")
          guard let start = stream.firstIndex(of: message[0]) else {
            throw Finding("\(message) is traced and did not come")
          }
          stream = stream[start...]
          try Finding.unless(
            stream.starts(with: message),
            "\(message) is traced in the wrong place"
          )
          stream = stream.dropFirst(message.count)
        }
      }
    }
  }
}
