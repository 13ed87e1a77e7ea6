/// The jobs there are: by id, and in the order of their creation.
struct JobTable {
  private var jobs: [String: SimulatedJob] = [:]
  /// The number of each job, and the ids by number: the oldest first.
  private var numbers: [String: Int] = [:]
  private var order: [(number: Int, id: String)] = []
  private var count = 0

  subscript(id: String) -> SimulatedJob? {
    get { jobs[id] }
    _modify { yield &jobs[id] }
  }

  // MARK: - Coming and going

  /// Adds a job, the newest; its id is free.
  mutating func insert(_ job: SimulatedJob) {
    count += 1
    jobs[job.id] = job
    numbers[job.id] = count
    order.append((count, job.id))
  }

  mutating func remove(_ id: String) -> SimulatedJob? {
    guard let job = jobs.removeValue(forKey: id), let number = numbers.removeValue(forKey: id)
    else { return nil }
    order.remove(at: index(of: number))
    return job
  }

  /// Binary search: numbers only grow.
  private func index(of number: Int) -> Int {
    var range = order.indices
    while range.count > 1 {
      let middle = range.lowerBound + range.count / 2
      range = order[middle].number > number ? range.lowerBound..<middle : middle..<range.upperBound
    }
    return range.lowerBound
  }

  // MARK: - Looking

  /// The ids of the oldest jobs, in the order of their creation.
  func oldest(_ limit: Int) -> [String] {
    order.prefix(limit).map(\.id)
  }

  /// As job.c lists them: each new job at the head.
  var newestFirst: [SimulatedJob] {
    order.reversed().compactMap { jobs[$0.id] }
  }
}
