import Jobs
import QMP

/// Jobs within a chain of disks, with their checks in QEMU's order (blockdev.c, block/stream.c and
/// commit.c).
///
/// The name of a disk is also that of its file.
extension SimulatedServer {
  mutating func stream(
    _ arguments: JSONObject,
    _ transaction: Int
  ) throws(ServerError) -> String {
    if release.isAtLeast(6, 0) { try checkEnds(arguments) }
    let top = try disk("device", arguments)
    try checkEnds(arguments)
    let chain = graph.chain(from: top)
    var base: Disk?
    if let file = arguments["base"]?.string {
      base = try member(withFile: file, of: chain.dropFirst())
    }
    if let node = try node("base-node", arguments) {
      guard chain.dropFirst().contains(where: { $0.name == node.name }) else {
        throw .generic("Node '\(node.name)' is not a backing image of '\(top.name)'")
      }
      base = node
    }
    if let node = try node("bottom", arguments) {
      guard chain.contains(where: { $0.name == node.name }) else {
        throw .generic("Node '\(node.name)' is not in a chain starting from '\(top.name)'")
      }
      base = node.backing.flatMap { graph.disks[$0] }
    }
    let layers = Array(chain.prefix { $0.name != base?.name })
    for layer in layers { try require(layer, for: .stream) }
    if base == nil, arguments["backing-file"] != nil {
      throw .generic("backing file specified, but streaming the entire chain")
    }
    let below = layers.dropFirst()
    return try insert(
      JobPlan(
        .stream,
        ending: .concludes,
        reads: Array(below),
        writes: [top],
        claim: BlockGraph.Claim(blocked: layers.map(\.name), keeping: .always),
        outcome: .flattens(top.name, onto: base?.name),
        total: below.isEmpty ? 0 : top.size,
        // What the top has need not be fetched.
        head: below.isEmpty ? 0 : top.allocated,
        chunk: 512 << 10
      ),
      arguments,
      transaction
    )
  }

  /// Where a stream ends can be said in one way only.
  private func checkEnds(_ arguments: JSONObject) throws(ServerError) {
    for (first, second) in [("base", "base-node"), ("base", "bottom"), ("bottom", "base-node")]
    where arguments[first] != nil && arguments[second] != nil {
      throw .generic("'\(first)' and '\(second)' cannot be specified at the same time")
    }
  }

  mutating func commit(
    _ arguments: JSONObject,
    _ transaction: Int
  ) throws(ServerError) -> String {
    let device = arguments["device"]?.string ?? ""
    guard let active = graph.disks[device] else {
      throw ServerError(.deviceNotFound, "Device '\(device)' not found")
    }
    try requireRoot(active)
    try require(active, for: .commitSource)
    let top = try top(of: active, arguments)
    let base = try base(below: top, arguments)
    let chain = graph.chain(from: top)
    let layers = Array(chain.prefix { $0.name != base.name }) + [base]
    for layer in layers { try require(layer, for: .commitTarget) }
    guard base.name != top.name else { throw .generic("cannot commit an image into itself") }
    let isActive = top.name == active.name
    if isActive, arguments["backing-file"] != nil {
      throw .generic("'backing-file' specified, but 'top' is the active layer")
    }
    let overlay = isActive ? [] : graph.chain(from: active).filter { $0.backing == top.name }
    return try insert(
      JobPlan(
        .commit,
        ending: isActive ? .becomesReady : .concludes,
        reads: Array(layers.dropLast()),
        writes: [base],
        claim: BlockGraph.Claim(
          blocked: (overlay + layers).map(\.name),
          keeping: isActive ? .never : .afterSuccess
        ),
        outcome: .drops(top.name, onto: base.name),
        total: top.allocated,
        chunk: isActive ? 16 << 20 : 512 << 10
      ),
      arguments,
      transaction
    )
  }

  private func top(of active: Disk, _ arguments: JSONObject) throws(ServerError) -> Disk {
    let file = arguments["top"]?.string
    guard let name = arguments["top-node"]?.string else {
      guard let file else { return active }
      guard let top = graph.chain(from: active).first(where: { $0.name == file }) else {
        throw .generic("Top image file \(file) not found")
      }
      return top
    }
    guard file == nil else { throw .generic("'top-node' and 'top' are mutually exclusive") }
    return try member(named: name, of: graph.chain(from: active))
  }

  private func base(below top: Disk, _ arguments: JSONObject) throws(ServerError) -> Disk {
    let chain = graph.chain(from: top)
    let file = arguments["base"]?.string
    guard let name = arguments["base-node"]?.string else {
      guard let file else { return chain.last ?? top }
      return try member(withFile: file, of: chain.dropFirst())
    }
    guard file == nil else { throw .generic("'base-node' and 'base' are mutually exclusive") }
    return try member(named: name, of: chain)
  }

  private func member(
    withFile file: String,
    of chain: ArraySlice<Disk>
  ) throws(ServerError) -> Disk {
    guard let disk = chain.first(where: { $0.name == file }) else {
      throw .generic(
        release.isAtLeast(6, 0)
          ? "Can't find '\(file)' in the backing chain" : "Base '\(file)' not found"
      )
    }
    return disk
  }

  private func member(named name: String, of chain: [Disk]) throws(ServerError) -> Disk {
    guard let disk = graph.disks[name] else { throw notFound(device: "", node: name) }
    guard chain.contains(where: { $0.name == name }) else {
      throw .generic("'\(name)' is not in this backing file chain")
    }
    return disk
  }
}
