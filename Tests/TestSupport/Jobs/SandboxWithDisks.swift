/// A sandbox with as many disks of each kind as a test needs.
package final class SandboxWithDisks: TestServer {
  private enum Kind: String, CaseIterable {
    case small
    case large
    case unreadable
    case smallOverlay = "small-overlay"
    case largeOverlay = "large-overlay"
    case sluggish
  }

  private static let count = 16

  package let version: Version
  private let sandbox: Sandbox
  private let ownMonitor: RawMonitor
  /// How many disks of each kind are in use.
  private var used: [Kind: Int] = [:]
  private var lastName = 0

  /// Starts one that plays a release, such as 7.2.22.
  package init(version: Version, pretty: Bool = false) throws {
    self.version = version
    let disks = Kind.allCases.flatMap { kind in (0..<Self.count).flatMap { Self.disks(kind, $0) } }
    let options = ["--qemu-version", "\(version)"] + (pretty ? ["--pretty"] : [])
    sandbox = try Sandbox(options, scenario: ["disks": .array(disks)])
    ownMonitor = try sandbox.monitor()
  }

  package var directory: TemporaryDirectory {
    sandbox.directory
  }

  /// Any number of clients are served at one.
  package func socket(_ index: Int) -> String {
    sandbox.socket
  }

  package func monitor() -> RawMonitor {
    ownMonitor
  }

  package func kill() throws(SupportFailure) {
    sandbox.command.send(9)
    try sandbox.command.wait()
  }

  package func newName(_ purpose: String) -> String {
    lastName += 1
    return "\(purpose)\(lastName)"
  }

  // MARK: - Disks

  package func addNode(for source: JobSource) throws(SupportFailure) -> String {
    switch source {
    case .small: try take(.small)
    case .large: try take(.large)
    case .unreadable: try take(.unreadable)
    case .node(let name): name
    }
  }

  package func addTarget(for source: JobSource) throws(SupportFailure) -> String {
    switch source {
    case .small, .unreadable: try take(.small)
    case .large: try take(.large)
    case .node: throw .malformed("the size of a node: the sandbox does not tell it")
    }
  }

  package func addOverlay(over source: JobSource) throws(SupportFailure) -> String {
    switch source {
    case .small: try take(.smallOverlay)
    case .large: try take(.largeOverlay)
    case .unreadable, .node: throw .malformed("an overlay over \(source): the sandbox has none")
    }
  }

  package func addSluggishNode() throws(SupportFailure) -> String {
    try take(.sluggish)
  }

  private func take(_ kind: Kind) throws(SupportFailure) -> String {
    let number = used[kind, default: 0]
    guard number < Self.count else { throw .malformed("more disks than the sandbox has") }
    used[kind] = number + 1
    return "\(kind.rawValue)\(number)"
  }

  /// The elements of `disks` for one disk, which may have one below it.
  private static func disks(_ kind: Kind, _ number: Int) -> [JSON] {
    let name = "\(kind.rawValue)\(number)"
    func disk(_ source: JobSource, _ more: JSON = [:], name: String = name) -> JSON {
      // So fast that what a job does at once is done when it is looked at.
      var disk: JSON = [
        "name": .string(name), "size": .integer(source.size ?? 0), "bandwidth": "256G",
      ]
      disk.merge(more)
      return disk
    }
    func overlay(over source: JobSource) -> [JSON] {
      let base = "\(name)-base"
      return [
        disk(source, name: base), disk(source, ["backing": .string(base), "allocated": 0]),
      ]
    }
    return switch kind {
    case .small: [disk(.small)]
    case .large: [disk(.large)]
    case .unreadable: [disk(.small, ["faults": [["at": 0, "operation": "read", "count": 0]]])]
    case .smallOverlay: overlay(over: .small)
    case .largeOverlay: overlay(over: .large)
    case .sluggish: [disk(.small, ["bandwidth": 1])]
    }
  }
}
