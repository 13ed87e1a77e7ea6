import Foundation
import Synchronization

/// A value that a server thread changes and a test looks at or waits for.
final class Watched<Value: Sendable>: Sendable {
  private let value: Mutex<Value>
  private let changed = NSCondition()

  init(_ value: Value) {
    self.value = Mutex(value)
  }

  var current: Value {
    value.withLock { $0 }
  }

  func update<Result: Sendable>(_ body: (inout sending Value) -> sending Result) -> Result {
    let result = value.withLock(body)
    changed.lock()
    changed.broadcast()
    changed.unlock()
    return result
  }

  /// False when the timeout passes before the value satisfies the predicate.
  func wait(timeout: Duration, until predicate: (Value) -> Bool) -> Bool {
    let (seconds, attoseconds) = timeout.components
    let limit = Date(timeIntervalSinceNow: Double(seconds) + Double(attoseconds) * 1e-18)
    changed.lock()
    defer { changed.unlock() }
    while !predicate(current) {
      guard changed.wait(until: limit) else { return predicate(current) }
    }
    return true
  }
}
