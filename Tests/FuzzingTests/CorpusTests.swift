import Foundation
import Fuzzing
import Testing

/// What the search of `make fuzz` begins with, and every input that it found.
@Suite struct CorpusTests {
  private static let corpus = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Fuzzing/Corpus")

  private static func inputs(for target: FuzzTarget) throws -> [URL] {
    let folder = corpus.appending(path: target.rawValue)
    return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
  }

  @Test(arguments: FuzzTarget.allCases)
  func `every input of the corpus keeps the promises`(_ target: FuzzTarget) throws {
    let inputs = try Self.inputs(for: target)
    #expect(inputs.count >= 3)
    for input in inputs {
      do {
        try target.check(Array(Data(contentsOf: input)))
      } catch {
        Issue.record("\(target.rawValue)/\(input.lastPathComponent): \(error)")
      }
    }
  }

  @Test func `there is a folder for each target, and no other`() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.corpus.path())
    #expect(Set(names) == Set(FuzzTarget.allCases.map(\.rawValue)))
  }
}
