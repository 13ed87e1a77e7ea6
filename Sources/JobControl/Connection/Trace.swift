import POSIX
import QMP

/// The traffic as `--debug` shows it: a line a message, with the time of day and the direction.
struct Trace {
  enum Direction: String {
    case sent = "->"
    case received = "<-"
  }

  let write: (String) -> Void

  func log(_ direction: Direction, _ message: [UInt8]) {
    write("\(WallClock.timeOfDay) \(direction.rawValue) \(Self.line(message))\n")
  }

  /// A message of several lines becomes one; what is not JSON is shown as it came.
  private static func line(_ message: [UInt8]) -> String {
    guard let value = try? JSONParser.parse(message.span) else {
      return Visible.text(String(decoding: message, as: UTF8.self))
    }
    return Visible.text(String(decoding: JSONWriter.compact(value), as: UTF8.self))
  }
}
