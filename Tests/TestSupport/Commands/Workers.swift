/// Threads that share a list of things to do, most of which wait for something.
package enum Workers {
  private struct Progress<Result: Sendable>: Sendable {
    var next = 0
    var results: [Int: Result] = [:]
  }

  /// The results of `work` for each element, in the elements' order, from up to `count` threads.
  package static func map<Element: Sendable, Result: Sendable>(
    _ elements: [Element],
    count: Int,
    _ work: @escaping @Sendable (Element) -> Result
  ) throws(SupportFailure) -> [Result] {
    let progress = Watched(Progress<Result>())
    var threads: [ServerThread] = []
    for _ in 0..<min(count, elements.count) {
      threads.append(
        try ServerThread { _ in
          while true {
            let index = progress.update { progress in
              defer { progress.next += 1 }
              return progress.next
            }
            guard index < elements.count else { return }
            let result = work(elements[index])
            progress.update { $0.results[index] = result }
          }
        }
      )
    }
    // They are joined with the last reference.
    threads = []
    let results = progress.current.results
    return elements.indices.compactMap { results[$0] }
  }
}
