import TestSupport

/// One script on one real server and on the sandbox that plays its release.
struct Comparison: Sendable, CustomStringConvertible {
  let qemu: QEMUInstallation
  let script: Script

  /// Every script on every QEMU there is.
  static let all: [Comparison] = {
    QEMUInstallation.all.flatMap { qemu in
      Script.all.filter { qemu.version >= $0.since }.map { Comparison(qemu: qemu, script: $0) }
    }
  }()

  var description: String {
    "\(script.name) (\(qemu.version))"
  }

  /// What the sandbox said otherwise, as a difference, or what else is wrong; nil for nothing.
  func problem() throws -> String? {
    let real = try Contestant(qemu, for: script).perform(script)
    let sandbox = try Contestant(sandbox: qemu.version, for: script).perform(script)
    let rows = KnownDifference.all.filter { $0.concerns(self) }
    let transcripts = [real, sandbox].map { $0.folded(by: rows) }
    guard transcripts[0] == transcripts[1] else {
      return LineDiff.between(transcripts[0], transcripts[1])
    }
    // A script that does not get to its end there is wrong itself.
    if ScriptRunner.isStuck(real), !transcripts[0].isEmpty { return real }
    return rows.enumerated().first { index, row in
      let others = rows.enumerated().filter { $0.offset != index }.map(\.element)
      return row.isOfSomeScripts && real.folded(by: others) == sandbox.folded(by: others)
    }.map { "no longer needed: \($0.element.reason)" }
  }
}

extension Script {
  static let all =
    BusyScripts.all + LifecycleScripts.all + ImageScripts.all + VerbScripts.all + CancelScripts.all
    + TransactionScripts.all + FailureScripts.all + ArgumentScripts.all + MistakeScripts.all
    + ProtocolScripts.all + SnapshotScripts.all
}
