import JobControl
import Jobs
import QMP
import Testing

@Suite struct EventDigestTests {
  private static func entry(_ id: String, _ to: JobStatus, _ outcome: JobOutcome? = nil)
    -> WatchEntry
  {
    WatchEntry(
      id: id,
      what: .change(from: nil, to: .known(to), outcome: outcome),
      job: Job(id: id, type: .known(.mirror), status: .known(to)),
      timestamp: nil,
      event: nil
    )
  }

  private static func words(_ entries: [WatchEntry]) -> [String] {
    entries.map { "\($0.id) \($0.status?.word ?? "")" }
  }

  @Test func `few are shown as they came`() {
    var digest = EventDigest()
    #expect(digest.isEmpty)
    digest.add([Self.entry("a", .running), Self.entry("b", .running)])
    digest.add([Self.entry("a", .ready)])
    #expect(!digest.isEmpty)
    let (entries, omitted) = digest.take()
    #expect(Self.words(entries) == ["a running", "b running", "a ready"])
    #expect(omitted == 0)
    #expect(digest.isEmpty)
  }

  @Test func `of many the latest of each job is shown, and the rest counted`() {
    var digest = EventDigest()
    for _ in 0..<20 {
      digest.add([Self.entry("a", .paused), Self.entry("b", .paused), Self.entry("a", .running)])
    }
    digest.add([Self.entry("b", .ready)])
    let (entries, omitted) = digest.take()
    #expect(Self.words(entries) == ["a running", "b ready"])
    #expect(omitted == 59)
  }

  @Test func `of many jobs those are shown that want attention`() {
    var digest = EventDigest()
    digest.add([Self.entry("failed", .concluded, .failed("no space"))])
    digest.add((0..<30).map { Self.entry("j\($0)", .running) })
    digest.add([Self.entry("ready", .ready)])
    digest.add((30..<50).map { Self.entry("j\($0)", .running) })
    let (entries, omitted) = digest.take()
    let latest = (42..<50).map { "j\($0) running" }
    #expect(Self.words(entries) == ["failed concluded", "ready ready"] + latest)
    #expect(entries.count == EventDigest.maximumLines)
    #expect(omitted == 42)
  }

  @Test func `however long nobody looks, it stays small and counts on`() {
    var digest = EventDigest()
    for number in 0..<100_000 { digest.add([Self.entry("j\(number)", .running)]) }
    let (entries, omitted) = digest.take()
    #expect(entries.count + omitted == 100_000)
    #expect(entries.last?.id == "j99999")
  }
}
