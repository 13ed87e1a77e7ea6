import Glibc

/// A thread that serves until its owner stops it; stopped and joined with the last reference.
///
/// The body must not hold the owner, and ends when the descriptor it is given becomes readable.
final class ServerThread: Sendable {
  private final class Body: Sendable {
    let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) {
      self.run = run
    }
  }

  private let thread: pthread_t
  private let stopper: OwnedDescriptor

  init(_ body: @escaping @Sendable (_ stop: OwnedDescriptor) -> Void) throws(SupportFailure) {
    BrokenPipes.areIgnored
    let (stop, stopper) = try OwnedDescriptor.pipe()
    let start = Unmanaged.passRetained(Body { body(stop) })
    var thread = pthread_t()
    let result = pthread_create(&thread, nil, Self.entry, start.toOpaque())
    guard result == 0 else {
      start.release()
      throw .system(call: "pthread_create", errno: result)
    }
    self.thread = thread
    self.stopper = stopper
  }

  deinit {
    _ = try? stopper.writeAvailable([0])
    pthread_join(thread, nil)
  }

  private static let entry: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? =
    { start in
      if let start { Unmanaged<Body>.fromOpaque(start).takeRetainedValue().run() }
      return nil
    }
}
