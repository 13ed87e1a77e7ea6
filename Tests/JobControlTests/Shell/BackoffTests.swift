import JobControl
import Testing

@Suite struct BackoffTests {
  @Test func `pauses grow, and no further than a quarter of a minute`() {
    var backoff = Backoff()
    let pauses = (0..<9).map { _ in backoff.pause() / .seconds(1) }
    #expect(pauses == [0.25, 0.5, 1, 2, 4, 8, 15, 15, 15])
  }
}
