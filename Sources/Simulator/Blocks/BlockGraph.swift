/// Disks above disks, and the jobs that have their hands on them.
struct BlockGraph {
  /// What a job keeps others from doing.
  struct Claim: Hashable {
    /// Which ends of its job a claim outlasts, until the job is dismissed.
    enum Keeping {
      case never
      case afterSuccess
      case always
    }

    /// Nodes that nobody else may use.
    var blocked: [String] = []
    /// Nodes below a filter of the job's.
    var covered: [String] = []
    var keeping = Keeping.never
  }

  private(set) var disks: [String: Disk]
  /// The disks above each one, the newest last.
  private var overlays: [String: [String]] = [:]
  /// The jobs that block each node, the newest last.
  private var holders: [String: [String]] = [:]
  /// The jobs with a filter above each node.
  private var coverers: [String: [String]] = [:]

  init(_ disks: [Disk]) {
    self.disks = Dictionary(disks.map { ($0.name, $0) }) { _, last in last }
    for disk in disks {
      if let backing = disk.backing { overlays[backing, default: []].append(disk.name) }
    }
  }

  // MARK: - Chains

  /// A disk and those below it, the nearest first; a chain that bites its tail ends there.
  func chain(from disk: Disk) -> [Disk] {
    var chain = [disk]
    var next = disk.backing
    while let name = next, let below = disks[name], !chain.contains(where: { $0.name == name }) {
      chain.append(below)
      next = below.backing
    }
    return chain
  }

  /// The disks above a node, the newest last.
  func overlays(of node: String) -> [String] {
    overlays[node, default: []]
  }

  /// Puts a disk above another one, or above none.
  mutating func put(_ name: String, above base: String?) {
    if let old = disks[name]?.backing { overlays[old]?.removeAll { $0 == name } }
    disks[name]?.backing = base
    if let base { overlays[base, default: []].append(name) }
  }

  /// Notes that a disk has all its data itself.
  mutating func fill(_ name: String) {
    guard let size = disks[name]?.size else { return }
    disks[name]?.allocated = size
  }

  // MARK: - Claims

  /// The jobs that block a node, the newest last.
  func holders(of node: String) -> [String] {
    holders[node, default: []]
  }

  func isCovered(_ node: String) -> Bool {
    coverers[node]?.isEmpty == false
  }

  /// Whether nothing is above the node, neither a disk nor a job.
  func isRoot(_ node: String) -> Bool {
    overlays(of: node).isEmpty && holders(of: node).isEmpty && !isCovered(node)
  }

  mutating func hold(_ claim: Claim, by job: String) {
    for node in claim.blocked { holders[node, default: []].append(job) }
    for node in claim.covered { coverers[node, default: []].append(job) }
  }

  mutating func release(_ claim: Claim, by job: String) {
    for node in claim.blocked { holders[node]?.removeAll { $0 == job } }
    for node in claim.covered { coverers[node]?.removeAll { $0 == job } }
  }
}
