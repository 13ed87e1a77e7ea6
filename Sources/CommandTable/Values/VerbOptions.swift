import Jobs

/// The options of the verbs.
enum VerbOptions {
  static let every = Switch("all", "a", help: "Every job, narrowed by --type and --status.")
  static let dryRun = Switch(
    "dry-run",
    "n",
    help: "Print the requests instead of sending them."
  )
  static let override = Switch(
    "override",
    help: "Send even what is known to kill this version of QEMU."
  )
  static let force = Switch(
    "force",
    "f",
    help: "Abort at once, and throw the copy of a ready job away."
  )
  static let yes = Switch("yes", "y", help: "Do not ask before cancelling by pattern.")

  /// `effect` is what the job then is, as a clause: "is over".
  static func waiting(until effect: String) -> OptionalOption<Duration> {
    OptionalOption(
      "wait",
      value: "DURATION",
      help: "Return when the job \(text: effect); fail after so long, with status 7.",
      parse: Duration.init(parsing:)
    )
  }

  /// For reading, whatever the verb.
  static let waiting = waiting(until: "")
}
