import TestSupport
import Testing

@Suite struct StorageDaemonTests {
  @Test(arguments: StorageDaemon.HeldType.allCases)
  func `a job is held in every status it can be in`(type: StorageDaemon.HeldType) throws {
    let daemon = try StorageDaemon()
    for status in type.statuses {
      try daemon.hold(status, "job-\(status)", as: type)
      #expect(try daemon.monitor().status(of: "job-\(status)") == status.rawValue)
    }
  }
}
