import CommandTable
import POSIX

/// `generate`: the files that follow from the command table, written or compared.
struct GenerateAction {
  /// More than any of the files has.
  private static let limit = 16 << 20

  let order: GenerateOrder
  let context: Context

  func run() throws(Failure) -> ExitStatus {
    let stale = GeneratedFile.all.filter { read($0.path) != Array($0.text.utf8) }
    let leftovers = leftovers()
    guard !order.onlyChecks else { return tell(of: stale.map(\.path), leftovers) }
    for file in stale {
      try attempt(file.path) { () throws(SystemError) in
        try FileContents.write(Array(file.text.utf8), to: place(of: file.path))
      }
    }
    for path in leftovers {
      try attempt(path) { () throws(SystemError) in try FileContents.remove(place(of: path)) }
    }
    return .done
  }

  private func tell(of stale: [String], _ leftovers: [String]) -> ExitStatus {
    for path in stale { context.note("\(path) is stale: run 'jobctl generate'") }
    for path in leftovers {
      context.note("\(Visible.text(path)) is left over: run 'jobctl generate'")
    }
    return stale.isEmpty && leftovers.isEmpty ? .done : .failed
  }

  private func leftovers() -> [String] {
    let wanted = Set(GeneratedFile.all.map(\.path))
    return GeneratedFile.folders.flatMap { folder in
      Folder.entries(place(of: folder)).map { "\(folder)/\($0)" }
    }.filter { !wanted.contains($0) }.sorted()
  }

  private func place(of path: String) -> String {
    "\(order.folder)/\(path)"
  }

  /// Nil when there is no such file.
  private func read(_ path: String) -> [UInt8]? {
    try? FileContents.read(place(of: path), atMost: Self.limit)
  }

  private func attempt(
    _ path: String,
    _ body: () throws(SystemError) -> Void
  ) throws(Failure) {
    do {
      try body()
    } catch {
      throw .file(place(of: path), error)
    }
  }
}
