import POSIX

/// The place where clients find a holder, watched for somebody who takes it away, as the end of a login
/// session does.
struct KeptPlace: ~Copyable {
  enum Condition {
    case kept
    /// It was lost, and has been taken again.
    case renewed(Listener)
    /// Nobody finds the holder any more.
    case lost
  }

  private let rendezvous: Rendezvous
  /// Nil before the first look, and where the kernel has no more of them: then it is not noticed.
  private var watch: FileWatch?

  init(_ rendezvous: Rendezvous) {
    self.rendezvous = rendezvous
  }

  /// Has the set wait for a reason to look.
  borrowing func add(to readiness: inout PollSet) -> PollSet.Entry? {
    switch watch {
    case .some(let watch): readiness.add(watch.descriptor, .readable)
    case .none: nil
    }
  }

  /// Looks whether `listener` is still found there, and takes the place again where it is not.
  mutating func look(after listener: Listener) -> Condition {
    watch = try? FileWatch(listener.path)
    var current = listener
    while !current.isInPlace {
      guard case .free(let next)? = try? rendezvous.take(backlog: HoldLoop.queueLength) else {
        return .lost
      }
      current = next
      watch = try? FileWatch(next.path)
    }
    return current === listener ? .kept : .renewed(current)
  }
}
