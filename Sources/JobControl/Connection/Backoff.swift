/// Growing pauses between tries.
package struct Backoff: Hashable, Sendable {
  package static let first = Duration.milliseconds(250)
  package static let longest = Duration.seconds(15)

  private var next = first

  package init() {}

  /// The pause before the next try.
  package mutating func pause() -> Duration {
    defer { next = min(next * 2, Self.longest) }
    return next
  }
}
