import QMP
import Simulator
import Testing

@Suite struct TimelineTests {
  @Test(arguments: 0..<10)
  func `entries come in the order of their instants`(_ seed: UInt64) {
    var dice = Dice(seed: seed)
    var timeline = Timeline()
    var instants: [Int64] = []
    var taken: [Int64] = []
    for turn in 0..<500 {
      if Int.random(in: 0..<3, using: &dice) > 0 {
        let nanoseconds = Int64.random(in: (taken.last ?? 0)...1_000, using: &dice)
        timeline.insert(entry(nanoseconds, turn: turn))
        instants.append(nanoseconds)
      } else if let first = timeline.first {
        #expect(first.instant.nanoseconds == instants.min())
        instants.remove(at: instants.firstIndex(of: first.instant.nanoseconds) ?? 0)
        taken.append(first.instant.nanoseconds)
        timeline.removeFirst()
      }
    }
    while let first = timeline.first {
      taken.append(first.instant.nanoseconds)
      timeline.removeFirst()
    }
    #expect(taken == taken.sorted())
  }

  @Test func `an empty timeline has nothing to give or to lose`() {
    var timeline = Timeline()
    #expect(timeline.first == nil)
    timeline.removeFirst()
    timeline.insert(entry(5, turn: 1))
    #expect(timeline.first == entry(5, turn: 1))
    timeline.removeFirst()
    #expect(timeline.first == nil)
  }

  private func entry(_ nanoseconds: Int64, turn: Int) -> Timeline.Entry {
    Timeline.Entry(instant: Instant(nanoseconds: nanoseconds), id: "j\(turn)", turn: turn)
  }
}
