import TestSupport

/// In what the sandbox and real servers differ, and why that is right.
struct KnownDifference: Sendable {
  let reason: String
  /// How the names of the scripts begin that it is for; all by default.
  var scripts = ""
  /// The first release that it is for.
  var since: Version = "0"
  /// The first release that it is no longer for.
  var before: Version = "999"
  /// Makes what either said the same.
  let fold: @Sendable (String) -> String

  /// A difference as large as the script.
  private static func all(_ reason: String, of scripts: String, before: Version) -> KnownDifference
  {
    KnownDifference(reason: reason, scripts: scripts, before: before) { _ in "" }
  }

  /// What the sandbox has because it plays a machine, which a storage daemon is not.
  static let onlyInMachines: Set = [
    "snapshot-save", "snapshot-load", "snapshot-delete", "SHUTDOWN", "STOP", "RESUME",
  ]

  static let all: [KnownDifference] = [
    KnownDifference(reason: "the package is whose server it is; the sandbox says that it is one") {
      $0.replacing(/("?package"?: )"[^"]*"/) { "\($0.output.1)\"…\"" }
    },
    KnownDifference(
      reason: """
        numbers that are no integers of 64 bits come back in as few digits as mean the same, from a server in 17, \
        and up to 5.2 in six decimals
        """,
      scripts: "talk: ids that are fractions"
    ) {
      $0.replacing(/id [-+.e0-9]+/, with: "id …")
    },
    KnownDifference(reason: "nodes without a name of their own are numbered at random") {
      $0.replacing(/#block[0-9]+/, with: "#block…")
    },
    KnownDifference(
      reason: "the sandbox plays a machine, which has snapshots; a storage daemon has none",
      scripts: "commands that there are not",
      since: "6.0"
    ) {
      $0.replacing(/(> snapshot-[^\n]*\n)[^\n]*\n/) { "\($0.output.1)" }
    },
    KnownDifference(
      reason: "the sandbox plays a machine, which tells its end; a storage daemon does not",
      scripts: "talk: quit",
      since: "6.0"
    ) {
      $0.replacing(/events of the server:\n *SHUTDOWN [^\n]*\n/, with: "")
    },
    all(
      "5.2 resumes a job that stopped before it cancels it, which may meet its error once more",
      of: "cancel of jobs that stopped",
      before: "6.0"
    ),
    all(
      "5.2 resumes a job that stopped before it cancels it, and tells the error instead",
      of: "verbs on a backup that stopped",
      before: "6.0"
    ),
    all(
      "in 5.2 nodes of a copy that is over are not free before it is dismissed",
      of: "nodes of a mirror that is c",
      before: "6.0"
    ),
    all(
      "in 5.2 nodes of a copy that is over are not free before it is dismissed",
      of: "nodes of an active-commit that is cancelled",
      before: "6.0"
    ),
    all(
      "a storage daemon of 5.2 closes its monitors before it ends its jobs",
      of: "talk: quit",
      before: "6.0"
    ),
  ]
}

extension KnownDifference {
  func concerns(_ comparison: Comparison) -> Bool {
    comparison.script.name.hasPrefix(scripts) && comparison.qemu.version >= since
      && comparison.qemu.version < before
  }

  /// Whether there is a script that it must not be for in vain.
  var isOfSomeScripts: Bool {
    !scripts.isEmpty
  }
}

extension String {
  /// A transcript without what is known to differ.
  func folded(by rows: [KnownDifference]) -> String {
    rows.reduce(self) { $1.fold($0) }
  }
}
