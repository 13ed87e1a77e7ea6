import Jobs

/// A job to be, as far as the command that starts it decides.
struct JobPlan {
  let type: JobType
  let ending: SimulatedJob.Ending
  /// The disks whose data it takes.
  let reads: [Disk]
  let writes: [Disk]
  let claim: BlockGraph.Claim
  let outcome: SimulatedJob.Outcome
  /// Bytes a second; nil for that of the slowest disk.
  let bandwidth: Double?
  let total: Int64
  /// What is done before it begins.
  let head: Int64
  /// What it does at once, however low its limit.
  let chunk: Int64

  init(
    _ type: JobType,
    ending: SimulatedJob.Ending,
    reads: [Disk] = [],
    writes: [Disk] = [],
    claim: BlockGraph.Claim = BlockGraph.Claim(),
    outcome: SimulatedJob.Outcome = .copies,
    bandwidth: Double? = nil,
    total: Int64,
    head: Int64 = 0,
    chunk: Int64
  ) {
    self.type = type
    self.ending = ending
    self.reads = reads
    self.writes = writes
    self.claim = claim
    self.outcome = outcome
    self.bandwidth = bandwidth
    self.total = total
    self.head = head
    self.chunk = chunk
  }

  /// The errors that it will meet, the nearest first.
  var faults: [Disk.Fault] {
    let reading = reads.flatMap(\.faults).filter { $0.operation == .read }
    let writing = writes.flatMap(\.faults).filter { $0.operation == .write }
    return (reading + writing).sorted { $0.offset < $1.offset }
  }

  /// Its progress under a limit in bytes a second.
  func work(limit: Int64) -> Work {
    let disks = reads + writes
    return Work(
      total: total,
      done: min(head, total),
      limit: max(0, limit),
      bandwidth: bandwidth ?? Double(disks.map(\.bandwidth).min() ?? Disk.standardBandwidth),
      chunk: chunk,
      growth: ending == .becomesReady ? disks.first?.growth ?? 0 : 0
    )
  }
}
