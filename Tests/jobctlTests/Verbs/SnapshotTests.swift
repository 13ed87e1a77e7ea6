import TestSupport
import Testing

/// A machine's jobs that save, load and delete snapshots, on releases that have them.
@Suite struct SnapshotTests {
  private static let releases = QEMUInstallation.all.filter { $0.has(.snapshotJobs) }
  private static let olderReleases = QEMUInstallation.all.filter { !$0.has(.snapshotJobs) }

  private static func arguments(_ verb: String, _ tag: String) -> JSON {
    var arguments: JSON = ["job-id": .string(verb), "tag": .string(tag), "devices": ["disk"]]
    if verb != "delete" { arguments["vmstate"] = "disk" }
    return arguments
  }

  private func start(_ verb: String, _ tag: String, on machine: Machine) throws {
    try machine.monitor.execute("snapshot-\(verb)", Self.arguments(verb, tag))
    try machine.monitor.waitForStatus("concluded", of: verb)
  }

  @Test(arguments: releases)
  func `they are listed with their outcome, and dismissed`(qemu: QEMUInstallation) throws {
    let machine = try Machine(of: qemu)
    for (verb, tag) in [("save", "now"), ("load", "never"), ("delete", "now")] {
      try start(verb, tag, on: machine)
    }
    let words = ["list", "-o", "tsv", "--columns", "id,type,status,percent,error"]
    let list = try Jobctl.run(words + ["--no-header"], at: machine.socket)
    #expect(
      list.output == """
        delete\tsnapshot-delete\tconcluded\t100.0\t
        load\tsnapshot-load\tconcluded\t100.0\t\
        Snapshot 'never' does not exist in one or more devices
        save\tsnapshot-save\tconcluded\t100.0\t

        """
    )
    #expect(try Jobctl.run("dismiss", "--all", at: machine.socket) == .ended(0))
    #expect(try machine.monitor.execute("query-jobs") == [])
  }

  @Test(arguments: releases)
  func `a snapshot is saved, loaded and deleted by any command, and waited for`(
    qemu: QEMUInstallation
  ) throws {
    let machine = try Machine(of: qemu)
    for verb in ["save", "load", "delete"] {
      let arguments = Self.arguments(verb, "now")
      let words = ["qmp", "-c", "snapshot-\(verb)", arguments.text]
      #expect(try Jobctl.run(words, at: machine.socket) == .ended(0, output: "{}\n"))
      #expect(try Jobctl.run("wait", verb, at: machine.socket) == .ended(0))
      #expect(try Jobctl.run("is", verb, "concluded", at: machine.socket).status == 0)
      #expect(try Jobctl.run("dismiss", "--wait", verb, at: machine.socket) == .ended(0))
    }
  }

  @Test(arguments: releases)
  func `one that fails is told as that`(qemu: QEMUInstallation) throws {
    let machine = try Machine(of: qemu)
    try start("load", "never", on: machine)
    let reason = "Snapshot 'never' does not exist in one or more devices"
    #expect(
      try Jobctl.run("wait", "load", at: machine.socket)
        == .ended(9, error: "jobctl: 'load' failed: \(reason)\n")
    )
  }

  @Test(arguments: releases)
  func `a watch tells their lives`(qemu: QEMUInstallation) throws {
    let machine = try Machine(of: qemu)
    let words = ["watch", "--timestamps", "none", "--until", "null"]
    let watch = try RunningCommand(Jobctl.path, ["-s", machine.socket, "--debug"] + words)
    try watch.readError { $0.contains("\"return\": []") }
    try start("save", "now", on: machine)
    try watch.expect("→ concluded")
    try machine.monitor.execute("job-dismiss", ["id": "save"])
    let result = try watch.wait()
    #expect(result.status == 0)
    let lines = result.lines.map { $0.split(separator: " ").joined(separator: " ") }
    #expect(
      lines == [
        "save snapshot-save → running", "save snapshot-save running → waiting",
        "save snapshot-save waiting → pending",
        "save snapshot-save pending → concluded, succeeded",
        "save snapshot-save concluded → gone, succeeded",
      ]
    )
  }

  @Test(arguments: releases)
  func `what they do not accept is refused with a reason`(qemu: QEMUInstallation) throws {
    let machine = try Machine(of: qemu)
    try start("save", "now", on: machine)
    for words in [["pause"], ["cancel"], ["cancel", "--force"], ["complete"], ["finalize"]] {
      let result = try Jobctl.run(words + ["save"], at: machine.socket)
      #expect(result.status == 4)
      #expect(result.error.hasPrefix("jobctl: cannot \(words[0]) 'save': it is "))
    }
    let limited = try Jobctl.run("set-speed", "save", "5M", at: machine.socket)
    #expect(limited.status == 1)
    #expect(limited.error.contains("it is of type snapshot-save; only commit, stream, "))
  }

  @Test(arguments: olderReleases)
  func `older releases do not know them`(qemu: QEMUInstallation) throws {
    let machine = try Machine(of: qemu)
    for verb in ["save", "load", "delete"] {
      let words = ["qmp", "snapshot-\(verb)", Self.arguments(verb, "now").text]
      let result = try Jobctl.run(words, at: machine.socket)
      #expect(result.status == 1)
      #expect(result.error.contains("CommandNotFound: The command snapshot-\(verb) has not been"))
    }
    #expect(try Jobctl.run("list", "-o", "name", at: machine.socket) == .ended(0))
  }
}
