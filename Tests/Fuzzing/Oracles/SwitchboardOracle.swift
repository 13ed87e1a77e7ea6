/// Whatever clients and a server do, each client gets its answers in its order, and every event.
///
/// As an input: a line a deed, its first byte what is done, the second by which client where one does
/// it, the rest the bytes that it sends.
enum SwitchboardOracle {
  static func check(_ input: [UInt8]) throws(Finding) {
    var run = try SwitchboardRun()
    for line in input.split(separator: UInt8(ascii: "\n")).prefix(200) where !run.isOver {
      let number = Int(line.dropFirst().first ?? 0)
      switch line[line.startIndex] {
      case UInt8(ascii: "+"): run.connect()
      case UInt8(ascii: "-"): try run.disconnect(number)
      case UInt8(ascii: "n"): try run.receive(negotiation, from: number)
      case UInt8(ascii: "a"): try run.receive(query, from: number)
      case UInt8(ascii: "c"): try run.receive(Array(line.dropFirst(2)), from: number)
      case UInt8(ascii: "s"): try run.answer(succeeds: true)
      case UInt8(ascii: "f"): try run.answer(succeeds: false)
      case UInt8(ascii: "e"): try run.tellEvent()
      case UInt8(ascii: "u"): try run.receiveRaw(Array(line.dropFirst()))
      case UInt8(ascii: "r"): try run.compareOutput(of: number)
      case UInt8(ascii: "q"): try run.end()
      case UInt8(ascii: "x"): try run.endOfFile()
      default: continue
      }
    }
    try run.compareOutputs()
  }

  private static let negotiation = Array(#"{"execute": "qmp_capabilities", "id": 0}"#.utf8)
  private static let query = Array(#"{"execute": "query-jobs", "id": [{}, 1]}"#.utf8)
}
