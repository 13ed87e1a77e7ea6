import Foundation

/// A process that is looked at again and again.
struct Subject {
  /// What it takes at one moment.
  struct Look {
    let mebibytes: Double
    let descriptors: Int
  }

  let name: String
  let process: Int32
  private var looks: [Look] = []

  init(_ name: String, _ process: Int32) {
    self.name = name
    self.process = process
  }

  mutating func look() throws {
    let status = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
    guard let kibibytes = line.flatMap({ Double($0.filter(\.isNumber)) }) else {
      throw Failure(reason: "\(name) has ended")
    }
    let descriptors = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/fd")
    looks.append(Look(mebibytes: kibibytes / 1024, descriptors: descriptors.count))
  }

  /// The most of the third quarter of the looks against that of the last, since memory settles in.
  var growth: Double {
    let quarter = looks.count / 4
    let later = looks.suffix(quarter).map(\.mebibytes).max() ?? 0
    let earlier = looks.dropLast(quarter).suffix(quarter).map(\.mebibytes).max() ?? 0
    return later - earlier
  }

  var mebibytes: Double { looks.map(\.mebibytes).max() ?? 0 }

  /// The fewest descriptors of the third quarter of the looks and of the last: at some moments a
  /// client that has ended is still there.
  var descriptors: (earlier: Int, later: Int) {
    let quarter = looks.count / 4
    let later = looks.suffix(quarter).map(\.descriptors).min() ?? 0
    let earlier = looks.dropLast(quarter).suffix(quarter).map(\.descriptors).min() ?? 0
    return (earlier, later)
  }
}
