import TestSupport

/// What QEMU 7.2 makes of every verb in every status that a job can be held in.
///
/// A status is where the job stands after the verb was accepted; `aborted` is concluded with an
/// error, `kept` concluded with a complete copy. The others are refusals: `T` because of the status,
/// `E1` a second pause, `E2` a resume without a pause, `E3` a pause that only a forced cancel ends;
/// `never` tells of a type that has no use for the verb, and what is `held` is not even sent.
enum VerbGrid {
  static let cells = cells(.mirror, mirror) + cells(.backup, backup)

  private static let mirror = """
    verb          running  paused   ready      standby  pending    concluded
    pause         paused   E1       standby    E1       T          T
    resume        E2       running  E2         ready    E2         E2
    cancel        aborted  E3       kept       E3       aborted    T
    force-cancel  aborted  aborted  aborted    aborted  aborted    T
    complete      T        T        concluded  held     T          T
    finalize      T        T        T          T        concluded  T
    dismiss       T        T        T          T        T          gone
    set-speed     running  paused   ready      standby  T          T
    """

  private static let backup = """
    verb          running  paused   waiting  pending    concluded
    pause         paused   E1       T        T          T
    resume        E2       running  E2       E2         E2
    cancel        aborted  aborted  aborted  aborted    T
    force-cancel  aborted  aborted  aborted  aborted    T
    complete      never    never    never    never      never
    finalize      T        T        T        concluded  T
    dismiss       T        T        T        T          gone
    set-speed     running  paused   T        T          T
    """

  private static func cells(_ type: HeldType, _ table: String) -> [VerbCase] {
    let rows = table.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    return rows.dropFirst().flatMap { row in
      zip(rows[0], row).dropFirst().map { status, outcome in
        VerbCase(type, status: status, verb: row[0], outcome: outcome)
      }
    }
  }
}
