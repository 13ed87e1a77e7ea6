import Jobs

/// A table as QEMU's source prints it: a row a status or verb, and 1 below what it allows.
///
/// U undefined, C created, R running, P paused, Y ready, S standby, W waiting, D pending,
/// X aborting, E concluded, N null.
struct LetterTable {
  static let letters: [Substring: JobStatus] = [
    "U": .undefined, "C": .created, "R": .running, "P": .paused, "Y": .ready, "S": .standby,
    "W": .waiting, "D": .pending, "X": .aborting, "E": .concluded, "N": .null,
  ]

  private let rows: [Substring: [JobStatus]]

  init(_ text: String) {
    let lines = text.split(separator: "\n").map { $0.split(separator: " ") }
    let columns = lines[0].compactMap { Self.letters[$0] }
    var rows: [Substring: [JobStatus]] = [:]
    for line in lines.dropFirst() {
      let cells = line.suffix(columns.count)
      precondition(line.count == columns.count + 1 && columns.count == Self.letters.count)
      rows[line[0]] = zip(columns, cells).filter { $0.1 == "1" }.map(\.0)
    }
    self.rows = rows
  }

  /// The names of the rows.
  var names: Set<Substring> {
    Set(rows.keys)
  }

  /// What a row allows, from left to right; nothing for a row that is not there.
  subscript(name: Substring) -> [JobStatus] {
    rows[name] ?? []
  }
}

extension LetterTable {
  /// `JobSTT` of job.c in 3.0 to 10.2, `BlockJobSTT` of blockjob.c in 2.12: always the same.
  static let transitions = LetterTable(
    """
      U C R P Y S W D X E N
    U 0 1 0 0 0 0 0 0 0 0 0
    C 0 0 1 0 0 0 0 0 1 0 1
    R 0 0 0 1 1 0 1 0 1 0 0
    P 0 0 1 0 0 0 0 0 0 0 0
    Y 0 0 0 0 0 1 1 0 1 0 0
    S 0 0 0 0 1 0 0 0 0 0 0
    W 0 0 0 0 0 0 0 1 1 0 0
    D 0 0 0 0 0 0 0 0 1 1 0
    X 0 0 0 0 0 0 0 0 1 1 0
    E 0 0 0 0 0 0 0 0 0 0 1
    N 0 0 0 0 0 0 0 0 0 0 0
    """
  )

  /// `BlockJobVerbTable` of 2.12, and `JobVerbTable` of 3.0 to 5.2.
  static let firstVerbs = LetterTable(
    """
              U C R P Y S W D X E N
    cancel    0 1 1 1 1 1 1 1 0 0 0
    pause     0 1 1 1 1 1 0 0 0 0 0
    resume    0 1 1 1 1 1 0 0 0 0 0
    set-speed 0 1 1 1 1 1 0 0 0 0 0
    complete  0 0 0 0 1 0 0 0 0 0 0
    finalize  0 0 0 0 0 0 0 1 0 0 0
    dismiss   0 0 0 0 0 0 0 0 0 1 0
    """
  )

  /// `JobVerbTable` of 6.0 to 8.1: complete in standby is new.
  static let verbsWithStandby = LetterTable(
    """
              U C R P Y S W D X E N
    cancel    0 1 1 1 1 1 1 1 0 0 0
    pause     0 1 1 1 1 1 0 0 0 0 0
    resume    0 1 1 1 1 1 0 0 0 0 0
    set-speed 0 1 1 1 1 1 0 0 0 0 0
    complete  0 0 0 0 1 1 0 0 0 0 0
    finalize  0 0 0 0 0 0 0 1 0 0 0
    dismiss   0 0 0 0 0 0 0 0 0 1 0
    """
  )

  /// `JobVerbTable` of 8.2 to 10.2: the verb change is new.
  static let verbsWithChange = LetterTable(
    """
              U C R P Y S W D X E N
    cancel    0 1 1 1 1 1 1 1 0 0 0
    pause     0 1 1 1 1 1 0 0 0 0 0
    resume    0 1 1 1 1 1 0 0 0 0 0
    set-speed 0 1 1 1 1 1 0 0 0 0 0
    complete  0 0 0 0 1 1 0 0 0 0 0
    finalize  0 0 0 0 0 0 0 1 0 0 0
    dismiss   0 0 0 0 0 0 0 0 0 1 0
    change    0 1 1 1 1 1 0 0 0 0 0
    """
  )
}
