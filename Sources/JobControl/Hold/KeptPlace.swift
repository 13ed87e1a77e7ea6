import POSIX
import QMP

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
  /// When to look again, where the place could not be taken for a reason that may pass.
  private(set) var due: Instant?

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
    due = nil
    var current = listener
    for _ in 0..<Self.attempts {
      watch(current)
      guard !current.isInPlace else { return current === listener ? .kept : .renewed(current) }
      do throws(SystemError) {
        guard case .free(let next) = try rendezvous.take(backlog: HoldLoop.queueLength) else {
          return .lost
        }
        current = next
      } catch {
        guard error.isPassing else { return .lost }
        break
      }
    }
    due = Instant.now.advanced(by: Self.pause)
    return current === listener ? .kept : .renewed(current)
  }

  /// Somebody may go on taking it away.
  private static let attempts = 3
  private static let pause = Duration.seconds(1)

  private mutating func watch(_ listener: Listener) {
    // First, since a user may have few of them.
    watch = nil
    watch = try? FileWatch(listener.path)
  }
}
