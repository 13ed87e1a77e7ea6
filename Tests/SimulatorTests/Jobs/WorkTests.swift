import QMP
import Simulator
import Testing

@Suite struct WorkTests {
  private static let start = Instant(nanoseconds: 1_000)

  @Test func `nothing moves before the start and after a stop`() {
    var work = Work(total: 100, limit: 0, bandwidth: 10, chunk: 1)
    #expect(work.done(at: Self.after(5)) == 0)
    #expect(work.end == nil)
    #expect(work.instant(ofAmount: 0) == nil)
    work.start(at: Self.start)
    #expect(work.done(at: Self.after(5)) == 50)
    work.stop(at: Self.after(5))
    #expect(work.done(at: Self.after(500)) == 50)
    #expect(work.end == nil)
    work.start(at: Self.after(1_000))
    #expect(work.done(at: Self.after(1_001)) == 60)
  }

  @Test func `time before the start is no time`() {
    var work = Work(total: 100, limit: 0, bandwidth: 10, chunk: 1, growth: 5)
    work.start(at: Self.after(100))
    #expect(work.done(at: Self.start) == 0)
    #expect(work.total(at: Self.start) == 100)
  }

  @Test func `a new total is never less than what is done`() {
    var work = Work(total: 100, limit: 0, bandwidth: 10, chunk: 1)
    work.start(at: Self.start)
    work.setTotal(20, at: Self.after(5))
    #expect(work.total(at: Self.after(5)) == 50)
    #expect(work.end.map { $0 <= Self.after(5) } == true)
    work.setTotal(200, at: Self.after(5))
    #expect(work.total(at: Self.after(6)) == 200)
    #expect(work.done(at: Self.after(6)) == 60)
  }

  @Test func `finishing does what is left`() {
    var work = Work(total: 100, limit: 1, bandwidth: 10, chunk: 1)
    work.start(at: Self.start)
    work.finish(at: Self.after(1))
    #expect(work.done(at: Self.after(1)) == 100)
    #expect(work.total(at: Self.after(1)) == 100)
    #expect(work.end == nil)
  }

  @Test(arguments: [
    // limit, chunk, tenths of a second, done
    (10, 1, 0, 0), (10, 1, 1, 2), (10, 1, 5, 6), (100, 1, 5, 51), (1, 1, 5, 6), (1, 64, 63, 64),
    (1, 64, 64, 128), (1000, 64, 1, 128), (1_000_000, 64, 1, 1000),
  ])
  func `a limit is kept in slices of a tenth of a second, of at least a byte`(
    _ limit: Int64,
    _ chunk: Int64,
    _ tenths: Int,
    _ done: Int64
  ) {
    var work = Work(total: 1000, limit: limit, bandwidth: Double(1 << 30), chunk: chunk)
    work.start(at: Self.start)
    let now = Self.start.advanced(by: .milliseconds(100 * tenths))
    #expect(work.done(at: now) == done)
  }

  @Test(arguments: samples)
  func `an amount is done at its instant and not a moment before`(_ work: Work) {
    var work = work
    work.start(at: Self.start)
    for amount in stride(from: Int64(1), through: work.total(at: Self.start), by: 997) {
      guard let instant = work.instant(ofAmount: amount) else {
        Issue.record("\(amount) is never done")
        return
      }
      #expect(work.done(at: instant) >= amount)
      let moment = instant.advanced(by: .nanoseconds(-1_001))
      #expect(moment < Self.start || work.done(at: moment) < amount)
    }
  }

  @Test(arguments: samples)
  func `at the end all is done, and not a moment before`(_ work: Work) {
    var work = work
    work.start(at: Self.start)
    guard let end = work.end else {
      Issue.record("it never ends")
      return
    }
    #expect(work.done(at: end) == work.total(at: end))
    let moment = end.advanced(by: .nanoseconds(-1_001))
    #expect(work.done(at: moment) < work.total(at: moment))
  }

  @Test(arguments: samples)
  func `nothing is undone by looking, stopping or changing the limit`(_ work: Work) {
    var work = work
    work.start(at: Self.start)
    var last: Int64 = 0
    for step in 1...200 {
      let now = Self.start.advanced(by: .milliseconds(13 * step))
      let done = work.done(at: now)
      #expect(done >= last)
      #expect(done <= work.total(at: now))
      switch step % 4 {
      case 0: work.stop(at: now)
      case 1: work.start(at: now)
      case 2: work.setLimit(Int64(step % 7) * 100, at: now)
      default: break
      }
      #expect(work.done(at: now) == done)
      last = done
    }
  }

  private static let samples: [Work] = [0, 1, 10, 12_345, 1 << 40].flatMap { limit in
    [1, 64, 1 << 20].flatMap { chunk in
      [1_000, 1 << 30].map { bandwidth in
        Work(total: 10_000, limit: limit, bandwidth: Double(bandwidth), chunk: chunk)
      }
    }
  }

  private static func after(_ seconds: Int64) -> Instant {
    start.advanced(by: .seconds(seconds))
  }
}

// MARK: - A guest that writes

extension WorkTests {
  @Test func `a total that grows is caught up with`() throws {
    var work = Work(total: 100, limit: 0, bandwidth: 10, chunk: 1, growth: 5)
    work.start(at: Self.start)
    #expect(work.total(at: Self.after(4)) == 120)
    let end = try #require(work.end)
    #expect(end >= Self.after(20))
    #expect(end < Self.after(21))
    #expect(work.done(at: end) == work.total(at: end))
  }

  @Test(arguments: [(10, 0), (11, 0), (.max, 0), (5, 5), (3, 2)] as [(Int64, Int64)])
  func `a total that grows as fast is never caught up with`(_ growth: Int64, _ limit: Int64) {
    var work = Work(total: 100, limit: limit, bandwidth: 10, chunk: 1, growth: growth)
    work.start(at: Self.start)
    #expect(work.end == nil)
  }
}

// MARK: - Extremes

extension WorkTests {
  private static let extremes: [Int64] = [0, 1, 2, 1 << 32, 1 << 53 + 1, .max - 1, .max]

  @Test(arguments: extremes, extremes)
  func `no amount, speed or time is too large`(_ total: Int64, _ limit: Int64) {
    let instants = [Int64.min, -1, 0, 1, 1 << 40, .max].map(Instant.init)
    for bandwidth in Self.extremes {
      for growth in Self.extremes {
        for chunk in [0, 1, 1 << 24, .max] as [Int64] {
          var work = Work(
            total: total,
            limit: limit,
            bandwidth: Double(bandwidth),
            chunk: chunk,
            growth: growth
          )
          for now in instants {
            work.start(at: now)
            #expect(work.done(at: now) >= 0)
            let far = Instant(nanoseconds: .max)
            #expect(work.done(at: far) <= work.total(at: far))
            #expect(work.end.map { $0 >= now } != false)
            #expect(work.instant(ofAmount: .max).map { $0 >= now } != false)
            work.setLimit(limit, at: now)
            work.setTotal(total, at: now)
          }
        }
      }
    }
  }

  @Test func `what takes a century takes for ever`() {
    var work = Work(total: .max, limit: 1, bandwidth: 1e19, chunk: 1)
    work.start(at: Self.start)
    #expect(work.end == nil)
    #expect(work.instant(ofAmount: .max) == nil)
    work.setLimit(0, at: Self.start)
    #expect(work.end != nil)
  }

  @Test func `large amounts are exact to the byte`() {
    let size: Int64 = 1 << 60 + 1
    var work = Work(total: size, limit: 0, bandwidth: 1, chunk: 1)
    work.start(at: Self.start)
    #expect(work.total(at: Self.after(3)) == size)
    work.setTotal(size + 2, at: Self.after(3))
    #expect(work.done(at: Self.after(4)) == 4)
    work.finish(at: Self.after(4))
    #expect(work.done(at: Self.after(4)) == size + 2)
    work.start(at: Self.after(4))
    #expect(work.done(at: Self.after(4)) == size + 2)
  }
}
