import Foundation

/// A python3 that decodes lines with `json.loads`, a round at a time, and times itself.
final class PythonDecoder {
  /// Reads the lines once; then runs a round for each line of input and answers its seconds.
  private static let script = """
    import json, sys, time
    lines = sys.stdin.buffer.read(int(sys.argv[1])).splitlines()
    for _ in sys.stdin.buffer:
        start = time.perf_counter()
        for line in lines:
            json.loads(line)
        print(time.perf_counter() - start, flush=True)
    """

  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()

  /// Nil where there is no python3.
  init?(lines: [UInt8]) throws {
    guard let python = Tools.installed("python3") else { return nil }
    process.executableURL = URL(filePath: python)
    process.arguments = ["-c", Self.script, "\(lines.count)"]
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    try input.fileHandleForWriting.write(contentsOf: Data(lines))
  }

  deinit {
    try? input.fileHandleForWriting.close()
    process.waitUntilExit()
  }

  func decode() throws -> Duration {
    try input.fileHandleForWriting.write(contentsOf: Data("\n".utf8))
    var answer = Data()
    while answer.last != UInt8(ascii: "\n") {
      let piece = output.fileHandleForReading.availableData
      guard !piece.isEmpty else { throw Self.failure(String(decoding: answer, as: UTF8.self)) }
      answer += piece
    }
    let line = String(decoding: answer.dropLast(), as: UTF8.self)
    guard let seconds = Double(line) else { throw Self.failure(line) }
    return .seconds(seconds)
  }

  private static func failure(_ answer: String) -> Failure {
    Failure(reason: "python3 answered '\(answer)', not a figure")
  }
}
