import POSIX
import QMP

/// Bars at the end of what a terminal shows, below the lines that come (ECMA-48).
///
/// The cursor stays at the first bar, so that what is erased is always what was drawn, also after a
/// terminal has wrapped its lines anew.
struct BarDisplay {
  /// Nobody reads faster than that.
  static let frameTime = Duration.milliseconds(100)

  private let environment: Environment
  private let bars = ProgressBars()
  private var isDrawn = false
  private var isOutdated = true
  private var lastFrame: Instant?

  init(environment: Environment) {
    self.environment = environment
  }

  /// Whether this is a place for bars.
  static func suits(_ environment: Environment) -> Bool {
    let term = environment.variables["TERM"] ?? ""
    return environment.errorIsTerminal && environment.errorWindow().map { $0.columns >= 20 } == true
      && !["", "dumb"].contains(term)
  }

  /// Draws anew when the time has come.
  mutating func setOutdated() {
    isOutdated = true
  }

  /// When it is to be drawn; nil when nothing has changed.
  var due: Instant? {
    guard isOutdated else { return nil }
    return lastFrame?.advanced(by: Self.frameTime) ?? Instant(nanoseconds: .min)
  }

  func isDue(at now: Instant) -> Bool {
    due.map { $0 <= now } == true
  }

  mutating func draw(_ rows: [ProgressBars.Row], at now: Instant) {
    lastFrame = now
    isOutdated = false
    guard let window = environment.errorWindow(), !rows.isEmpty else { return erase() }
    let lines = bars.lines(rows, columns: window.columns, rows: window.rows)
    let up = lines.count > 1 ? "\u{1B}[\(lines.count - 1)A" : ""
    environment.writeError(eraser + lines.joined(separator: "\r\n") + "\r" + up)
    isDrawn = true
  }

  /// Makes room for lines; they are to be followed by a new drawing.
  mutating func erase() {
    if isDrawn { environment.writeError(eraser) }
    isDrawn = false
    isOutdated = true
  }

  private var eraser: String {
    isDrawn ? "\r\u{1B}[J" : ""
  }
}
