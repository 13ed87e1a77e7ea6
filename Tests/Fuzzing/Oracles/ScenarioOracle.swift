import QMP
import Simulator

/// A scenario file is refused in words, or makes a server that lives through it.
///
/// As an input: a byte that chooses the release, then the file.
enum ScenarioOracle {
  private static let versions = [
    QEMUVersion(2, 12), QEMUVersion(3, 1), QEMUVersion(5, 2), QEMUVersion(7, 2),
    QEMUVersion(11, 0),
  ]

  static func check(_ input: [UInt8]) throws(Finding) {
    let scenario: Scenario
    do {
      scenario = try ScenarioReader.read(Array(input.dropFirst()).span)
    } catch {
      return try Finding.unless(!error.reason.isEmpty, "no reason is told")
    }
    try Finding.unless(
      zip(scenario.steps, scenario.steps.dropFirst()).allSatisfy { $0.after <= $1.after },
      "the steps are out of order"
    )
    try run(scenario, versions[Int(input.first ?? 0) % versions.count])
  }

  /// The first hours, as far as a hundred things go that happen in them.
  private static func run(_ scenario: Scenario, _ version: QEMUVersion) throws(Finding) {
    let start = Instant(nanoseconds: 0)
    var server = SimulatedServer(scenario, release: Release(version), start: start)
    let client = server.connect()
    let requests =
      #"{"execute": "qmp_capabilities"} {"execute": "query-jobs"}"#
      + #"{"execute": "query-block-jobs"} {"execute": "query-named-block-nodes"}"#
    var output: [UInt8] = []
    for _ in 0..<4 where !server.isDown {
      server.receive(Array(requests.utf8).span, from: client)
      while server.hasRequests { server.serve() }
      let before = server.now
      _ = server.advance(to: before.advanced(by: .seconds(3_600)), atMost: 25)
      try Finding.unless(server.now >= before, "time went back")
      output += server.takeOutput(for: client)
    }
    try checkMessages(output)
  }

  private static func checkMessages(_ output: [UInt8]) throws(Finding) {
    for line in output.split(separator: UInt8(ascii: "\n")) {
      try Finding.unless(
        (try? JSONParser.parse(Array(line).span)) != nil,
        "\(String(decoding: line, as: UTF8.self)) is not JSON"
      )
    }
  }
}
