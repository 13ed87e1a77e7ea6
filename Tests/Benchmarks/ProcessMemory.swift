import Foundation

/// The resident memory of a process, in MiB (proc(5)).
struct ProcessMemory {
  let now: Double
  /// The most that it ever was.
  let peak: Double

  init(of process: Int32) throws {
    let status = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
    now = try Self.figure("VmRSS:", in: status)
    peak = try Self.figure("VmHWM:", in: status)
  }

  private static func figure(_ name: String, in status: String) throws -> Double {
    guard let line = status.split(separator: "\n").first(where: { $0.hasPrefix(name) }),
      let kibibytes = Double(line.filter(\.isNumber))
    else { throw Failure(reason: "there is no \(name) in a process's status") }
    return kibibytes / 1024
  }
}
