import QMP
import Testing

@Suite struct InstantTests {
  @Test(arguments: [
    (Duration.zero, Int64(5)),
    (.nanoseconds(7), 12),
    (.nanoseconds(-7), -2),
    (.seconds(2), 2_000_000_005),
    (.milliseconds(-1_500), -1_499_999_995),
    (.seconds(1 << 40), .max),
    (.seconds(-(1 << 40)), .min),
    (.seconds(Int64.max), .max),
    (.seconds(Int64.min), .min),
  ])
  func `an instant moves, and stays at the clock's ends`(_ duration: Duration, _ end: Int64) {
    #expect(Instant(nanoseconds: 5).advanced(by: duration) == Instant(nanoseconds: end))
  }

  @Test func `a nanosecond too many stays at the end it passed`() {
    let (first, last) = (Instant(nanoseconds: .min), Instant(nanoseconds: .max))
    #expect(last.advanced(by: .nanoseconds(1)) == last)
    #expect(first.advanced(by: .nanoseconds(-1)) == first)
  }

  @Test func `the duration between instants is exact, across the whole clock too`() {
    let (first, last) = (Instant(nanoseconds: .min), Instant(nanoseconds: .max))
    #expect(Instant(nanoseconds: 5).duration(to: Instant(nanoseconds: 2)) == .nanoseconds(-3))
    #expect(first.duration(to: last) == .nanoseconds(Int64.max) * 2 + .nanoseconds(1))
    #expect(first < last)
  }
}
