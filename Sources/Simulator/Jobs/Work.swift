package import QMP

/// How a job's progress goes with time: known at any instant, without taking steps.
///
/// A limit works as in QEMU: in slices of 100 ms, at least a byte each, whole chunks, and the first
/// chunk goes out at once (include/qemu/ratelimit.h and block/*.c, 10.2).
package struct Work: Hashable, Sendable {
  /// The amount done when the clock was last stopped or started.
  private var settled: Int64
  /// Since when it moves; nil while it stands.
  private var movingSince: Instant?
  /// What there is to do, when the clock was last stopped or started.
  private var settledTotal: Int64
  /// Bytes a second; 0 is no limit.
  private(set) var limit: Int64
  /// What the disks can do, in bytes a second.
  let bandwidth: Double
  /// Bytes that go out at once.
  let chunk: Int64
  /// Bytes a second that a guest adds to what there is to do.
  let growth: Int64

  private static let slice = Duration.milliseconds(100)

  package init(
    total: Int64,
    done: Int64 = 0,
    limit: Int64,
    bandwidth: Double,
    chunk: Int64,
    growth: Int64 = 0
  ) {
    self.settled = done
    self.settledTotal = total
    self.limit = limit
    self.bandwidth = max(.leastNormalMagnitude, bandwidth)
    self.chunk = max(1, chunk)
    self.growth = max(0, growth)
  }

  // MARK: - Moving

  package mutating func start(at now: Instant) {
    settle(at: now)
    movingSince = now
  }

  package mutating func stop(at now: Instant) {
    settle(at: now)
    movingSince = nil
  }

  package mutating func setLimit(_ limit: Int64, at now: Instant) {
    settle(at: now)
    self.limit = limit
  }

  /// From now on there is this much to do.
  package mutating func setTotal(_ total: Int64, at now: Instant) {
    settle(at: now)
    settledTotal = max(total, settled)
  }

  /// All of it is done.
  package mutating func finish(at now: Instant) {
    settle(at: now)
    settled = settledTotal
    movingSince = nil
  }

  private mutating func settle(at now: Instant) {
    guard movingSince != nil else { return }
    (settled, settledTotal) = (done(at: now), total(at: now))
    movingSince = now
  }

  // MARK: - Looking

  var isMoving: Bool {
    movingSince != nil
  }

  package func total(at now: Instant) -> Int64 {
    sum(settledTotal, Double(growth) * seconds(until: now))
  }

  package func done(at now: Instant) -> Int64 {
    guard movingSince != nil else { return settled }
    let elapsed = seconds(until: now)
    var amount = bandwidth * elapsed
    if limit > 0 {
      let slices = (elapsed / (Self.slice / .seconds(1))).rounded(.down)
      let chunks = (slices * quota / Double(chunk)).rounded(.down) + 1
      amount = min(amount, chunks * Double(chunk))
    }
    return min(total(at: now), sum(settled, amount))
  }

  /// When all is done; nil when it never will be.
  package var end: Instant? {
    guard let movingSince else { return nil }
    let left = Double(settledTotal - settled)
    guard left > 0 else { return movingSince }
    guard growth > 0 else { return instant(ofBytes: left) }
    let pace = limit > 0 ? min(bandwidth, Double(limit)) : bandwidth
    guard pace > Double(growth) else { return nil }
    return instant(after: left / (pace - Double(growth)))
  }

  /// When this much is done, nil when it never will be; not before it moves.
  package func instant(ofAmount amount: Int64) -> Instant? {
    guard let movingSince else { return nil }
    guard amount > settled else { return movingSince }
    guard amount <= settledTotal || growth > 0 else { return nil }
    return instant(ofBytes: Double(amount - settled))
  }

  private func instant(ofBytes bytes: Double) -> Instant? {
    var seconds = bytes / bandwidth
    if limit > 0 {
      let chunks = (bytes / Double(chunk)).rounded(.up)
      let slices = ((chunks - 1) * Double(chunk) / quota).rounded(.up)
      seconds = max(seconds, slices * (Self.slice / .seconds(1)))
    }
    return instant(after: seconds)
  }

  /// Bytes a slice.
  private var quota: Double {
    max(1, Double(limit) / 10)
  }

  private func seconds(until now: Instant) -> Double {
    guard let movingSince else { return 0 }
    return max(0, movingSince.duration(to: now) / .seconds(1))
  }

  /// A nanosecond later than asked for, so that rounding cannot leave a byte undone; what takes a
  /// century counts as never.
  private func instant(after seconds: Double) -> Instant? {
    guard seconds < 3e9 else { return nil }
    return movingSince?.advanced(by: .nanoseconds(Int64(seconds * 1e9) + 1))
  }

  private func sum(_ settled: Int64, _ bytes: Double) -> Int64 {
    guard bytes < 9.2e18 else { return .max }
    let (sum, overflows) = settled.addingReportingOverflow(Int64(bytes))
    return overflows ? .max : sum
  }
}
