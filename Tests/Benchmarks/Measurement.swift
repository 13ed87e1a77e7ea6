/// How long the rounds of one contender took.
///
/// A machine's speed wanders, a virtual one's by a factor of two; so contenders take turns, and are
/// compared by their medians.
struct Measurement {
  private(set) var rounds: [Duration] = []

  var best: Duration {
    rounds.min() ?? .zero
  }

  var median: Duration {
    rounds.isEmpty ? .zero : rounds.sorted()[rounds.count / 2]
  }

  /// Lets contenders take turns; each of them runs one round and answers how long it took.
  static func interleaved(
    rounds: Int,
    _ contenders: [() throws -> Duration]
  ) throws -> [Measurement] {
    var measurements = contenders.map { _ in Measurement() }
    for _ in 0..<rounds {
      for (index, contender) in contenders.enumerated() {
        measurements[index].rounds.append(try contender())
      }
    }
    return measurements
  }
}
