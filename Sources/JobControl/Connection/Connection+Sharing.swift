import CommandTable
import POSIX
import QMP

extension Connection {
  /// Leaves the conversation with the server to a process of its own, for this one and others.
  ///
  /// It serves whoever comes to `place`, until all have gone. Where that cannot be, nothing changes.
  /// A process of its own, because this one may be stopped, or wait for its terminal, while others
  /// go on; and it may end before them.
  mutating func share(at place: Listener) {
    var other: Descriptor?
    guard let own = try? Socket.pair(&other), let client = other.take() else { return }
    let kept = Set([descriptor.number, client.number])
    switch try? DetachedProcess.begin(keeping: kept, listeningOn: [place]) {
    case .detached?:
      serve(client, and: place)
      DetachedProcess.end()
    case .beginner?:
      useHolder(own)
    case nil: break
    }
  }

  /// Nobody is left to be told of a failure: the clients see the end of the file.
  private func serve(_ client: consuming Descriptor, and place: Listener) {
    guard let greeting, let signals = try? SignalDescriptor(HoldLoop.heeded) else { return }
    var loop = HoldLoop(
      address,
      options.connectTimeout,
      Switchboard(continuing: session, greeting: greeting),
      upstream: Descriptor(adopting: descriptor.number),
      listeners: [place],
      at: rendezvous,
      signals: signals,
      idleLimit: .zero
    )
    loop.adopt(client)
    _ = try? loop.serve()
  }
}
