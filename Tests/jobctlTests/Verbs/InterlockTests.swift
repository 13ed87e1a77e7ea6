import Glibc
import TestSupport
import Testing

/// The requests that kill some releases, to machines that die of them and to others that do not.
@Suite struct InterlockTests {
  // MARK: - Resume after an error

  @Test(arguments: QEMUInstallation.all)
  func `resume after a late error is held back where it kills, and only there`(
    qemu: QEMUInstallation
  ) throws {
    let machine = try stopAfterReady(qemu)
    let result = try Jobctl.run("resume", "j", at: machine.socket)
    if qemu.has(.resumeAfterError) {
      #expect(result == .ended(0))
      try machine.monitor.waitForStatus("ready", of: "j")
    } else {
      let complaint = """
        jobctl: will not resume 'j': it stopped on an I/O error after it was ready; resuming such \
        a job kills QEMU before 6.2
          cancel it with --force, or resume it all the same with --override

        """
      #expect(result == .ended(4, error: complaint))
      #expect(try machine.monitor.status(of: "j") == "standby")
    }
  }

  @Test(arguments: QEMUInstallation.all)
  func `the way out of a late error that is told is one`(qemu: QEMUInstallation) throws {
    let machine = try stopAfterReady(qemu)
    #expect(try Jobctl.run("cancel", "--force", "j", at: machine.socket) == .ended(0))
    try machine.monitor.waitForStatus("null", of: "j")
    try machine.monitor.exchange()
  }

  @Test(arguments: QEMUInstallation.all)
  func `resume with --override kills where it was said to`(qemu: QEMUInstallation) throws {
    let machine = try stopAfterReady(qemu)
    let result = try Jobctl.run("resume", "--override", "j", at: machine.socket)
    if qemu.has(.resumeAfterError) {
      #expect(result == .ended(0))
      try machine.monitor.waitForStatus("ready", of: "j")
    } else {
      // It may reply before it dies.
      #expect([0, 8].contains(result.status))
      #expect(try machine.waitForDeath() == SIGABRT)
    }
  }

  @Test(arguments: QEMUInstallation.all)
  func `a pause of one's own after ready is ended without ado`(qemu: QEMUInstallation) throws {
    let machine = try pauseAfterReady(qemu)
    #expect(try Jobctl.run("resume", "j", at: machine.socket) == .ended(0))
    try machine.monitor.waitForStatus("ready", of: "j")
  }

  private func stopAfterReady(_ qemu: QEMUInstallation) throws -> Machine {
    let machine = try Machine(of: qemu)
    try machine.startFailingMirror("j")
    try machine.write(to: "guest-side")
    try machine.monitor.waitForEvent("BLOCK_JOB_ERROR")
    try machine.monitor.waitForStatus("standby", of: "j")
    return machine
  }

  // MARK: - A second complete

  @Test(arguments: QEMUInstallation.all)
  func `complete in standby is held back where a second one kills, and only there`(
    qemu: QEMUInstallation
  ) throws {
    let machine = try pauseAfterReady(qemu)
    // Twice, because nobody remembers the first.
    for _ in 1...2 {
      let result = try Jobctl.run("complete", "j", at: machine.socket)
      if !qemu.has(.completeInStandby) {
        #expect(result.status == 4)
        #expect(result.error.hasPrefix("jobctl: cannot complete 'j': it is standby; complete is "))
      } else if qemu.has(.secondComplete) {
        #expect(result == .ended(0))
      } else {
        let complaint = """
          jobctl: will not complete 'j': it is paused after ready, and completing such a mirror a \
          second time kills this QEMU
            resume it first; if it was never completed, --override completes it now

          """
        #expect(result == .ended(4, error: complaint))
      }
    }
    #expect(try machine.monitor.status(of: "j") == "standby")
    try resumeAndComplete(machine, isCompleted: qemu.has(.secondComplete))
  }

  @Test(arguments: QEMUInstallation.all)
  func `complete with --override does no harm the first time`(qemu: QEMUInstallation) throws {
    let machine = try pauseAfterReady(qemu)
    let result = try Jobctl.run("complete", "--override", "j", at: machine.socket)
    #expect(result.status == (qemu.has(.completeInStandby) ? 0 : 4))
    #expect(try machine.monitor.status(of: "j") == "standby")
    try resumeAndComplete(machine, isCompleted: qemu.has(.completeInStandby))
  }

  @Test(arguments: QEMUInstallation.all)
  func `complete with --override kills the second time where it was said to`(
    qemu: QEMUInstallation
  ) throws {
    let machine = try pauseAfterReady(qemu)
    let results = try (1...2).map { _ in
      try Jobctl.run("complete", "--override", "j", at: machine.socket)
    }
    if qemu.has(.completeInStandby), !qemu.has(.secondComplete) {
      #expect(results[0] == .ended(0))
      #expect(results[1].status == 8)
      #expect(try machine.waitForDeath() == SIGABRT)
    } else {
      #expect(results.map(\.status) == (qemu.has(.completeInStandby) ? [0, 0] : [4, 4]))
      try machine.monitor.exchange()
    }
  }

  private func pauseAfterReady(_ qemu: QEMUInstallation) throws -> Machine {
    let machine = try Machine(of: qemu)
    try machine.startReplacingMirror("j")
    try machine.monitor.execute("job-pause", ["id": "j"])
    try machine.monitor.waitForStatus("standby", of: "j")
    return machine
  }

  private func resumeAndComplete(_ machine: Machine, isCompleted: Bool) throws {
    #expect(try Jobctl.run("resume", "j", at: machine.socket) == .ended(0))
    if !isCompleted {
      try machine.monitor.waitForStatus("ready", of: "j")
      #expect(try Jobctl.run("complete", "j", at: machine.socket) == .ended(0))
    }
    try machine.monitor.waitForStatus("null", of: "j")
    try machine.monitor.waitForEvent("BLOCK_JOB_COMPLETED") { $0["error"] == nil }
  }
}
