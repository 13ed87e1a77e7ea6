import TestSupport
import Testing

/// The sandbox against real servers: the same script to both, and what each said.
@Suite struct ComparisonTests {
  @Test(arguments: Comparison.all)
  func `the sandbox says what a real server says`(qemu comparison: Comparison) throws {
    guard let problem = try comparison.problem() else { return }
    Issue.record("- \(comparison.qemu), + the sandbox\n\(problem)")
  }

  @Test(arguments: QEMUInstallation.all)
  func `the sandbox offers nothing that a real server does not`(qemu: QEMUInstallation) throws {
    let daemon = try StorageDaemon(of: qemu)
    let real = try SchemaComparison(RawMonitor(daemon.socket()))
    let sandbox = try Sandbox("--qemu-version", "\(qemu.version)")
    let played = try SchemaComparison(sandbox.monitor())
    let machine = KnownDifference.onlyInMachines
    #expect(played.commands.subtracting(real.commands).subtracting(machine) == [])
    let contradictions = real.contradictions(of: played).filter { line in
      !machine.contains(String(line.prefix { $0 != " " }))
    }
    #expect(contradictions == [])
  }
}
