/// The jobs there are: by id, in the order of their creation, and by the nodes that they hold.
struct JobTable {
  private var jobs: [String: SimulatedJob] = [:]
  /// The number of each job, and the ids by number: the oldest first.
  private var numbers: [String: Int] = [:]
  private var order: [(number: Int, id: String)] = []
  private var count = 0
  /// Who holds a node.
  private var holders: [String: String] = [:]

  subscript(id: String) -> SimulatedJob? {
    get { jobs[id] }
    _modify { yield &jobs[id] }
  }

  // MARK: - Coming and going

  /// Adds a job, the newest; its id and its nodes are free.
  mutating func insert(_ job: SimulatedJob) {
    count += 1
    jobs[job.id] = job
    numbers[job.id] = count
    order.append((count, job.id))
    for node in job.nodes { holders[node] = job.id }
  }

  mutating func remove(_ id: String) -> SimulatedJob? {
    freeNodes(of: id)
    guard let job = jobs.removeValue(forKey: id), let number = numbers.removeValue(forKey: id)
    else { return nil }
    order.remove(at: index(of: number))
    return job
  }

  /// Lets others use what a job has used.
  mutating func freeNodes(of id: String) {
    for node in jobs[id]?.nodes ?? [] where holders[node] == id {
      holders[node] = nil
    }
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

  func holder(of node: String) -> SimulatedJob? {
    holders[node].flatMap { jobs[$0] }
  }

  /// The ids of the oldest jobs, in the order of their creation.
  func oldest(_ limit: Int) -> [String] {
    order.prefix(limit).map(\.id)
  }

  /// As job.c lists them: each new job at the head.
  var newestFirst: [SimulatedJob] {
    order.reversed().compactMap { jobs[$0.id] }
  }
}
