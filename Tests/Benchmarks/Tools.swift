import Foundation

/// The programs that the benchmarks run.
struct Tools {
  /// Where `make bench` puts what it compiles and installs.
  let folder: String
  /// Where the contenders' sources lie.
  let sources: String

  /// Python's environment that has qemu.qmp, where it could be installed.
  let library: String
  /// The release binary, as `make install` leaves it.
  let jobctl: String

  init(folder: String, sources: String, library: String, jobctl: String) throws {
    self.folder = folder
    self.sources = sources
    self.library = library
    self.jobctl = jobctl
    for program in [jobctl, least, stopwatch]
    where !FileManager.default.isExecutableFile(atPath: program) {
      throw Failure(reason: "there is no \(program): run 'make bench'")
    }
  }

  /// Where a copy of it lies that is not in the page cache.
  var evicted: String { "\(folder)/evicted" }

  var least: String { "\(folder)/least" }
  var stopwatch: String { "\(folder)/stopwatch" }
  var roundtrip: String { "\(folder)/roundtrip" }
  var counter: String { "\(folder)/counter" }

  /// A python3 that has qemu.qmp; nil where it could not be installed.
  var qmpPython: String? {
    FileManager.default.isExecutableFile(atPath: qmpShell) ? "\(library)/bin/python3" : nil
  }

  var qmpShell: String { "\(library)/bin/qmp-shell" }

  func script(_ name: String) -> String { "\(sources)/\(name)" }

  /// A program on PATH.
  static func installed(_ name: String) -> String? {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    return path.split(separator: ":")
      .map { "\($0)/\(name)" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// A file for a program to read.
  func write(_ text: String, to name: String) throws -> String {
    let path = "\(folder)/\(name)"
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }
}
