import TestSupport

/// One script on one real server and on the sandbox that plays its release.
struct Comparison: Sendable, CustomStringConvertible {
  let qemu: QEMUInstallation
  let version: String
  let script: Script

  /// Every script on every QEMU there is.
  static let all: [Comparison] = {
    QEMUInstallation.all.flatMap { qemu in
      let version = (try? qemu.version()) ?? "unknown"
      return Script.all.filter { version.isRelease($0.since) }.map { script in
        Comparison(qemu: qemu, version: version, script: script)
      }
    }
  }()

  var description: String {
    "\(script.name) (\(version))"
  }

  /// What the sandbox said otherwise, as a difference; nil for nothing.
  func difference() throws -> String? {
    let daemon = folded(try Contestant(qemu, script.nodes).perform(script))
    let sandbox = folded(try Contestant(sandbox: version, script.nodes).perform(script))
    // A script that does not get to its end there is wrong itself.
    guard daemon != sandbox || ScriptRunner.isStuck(daemon) else { return nil }
    guard daemon != sandbox else { return daemon }
    return LineDiff.between(daemon, sandbox)
  }
}

extension Script {
  static let all =
    BusyScripts.all + LifecycleScripts.all + VerbScripts.all + CancelScripts.all
    + TransactionScripts.all
    + FailureScripts.all + ArgumentScripts.all + ProtocolScripts.all
}
