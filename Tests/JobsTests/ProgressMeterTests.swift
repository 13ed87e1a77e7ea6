import Jobs
import QMP
import Testing

/// What looks at a job some time apart come to.
@Suite struct ProgressMeterTests {
  /// A look: seconds since the first one, the counters in MiB, and what else matters.
  struct Look: Sendable {
    let second: Double
    let current: Int64
    let total: Int64
    var status = JobStatus.running
    var speed: Int64 = 0

    init(
      _ second: Double,
      _ current: Int64,
      _ total: Int64,
      _ status: JobStatus = .running,
      speed: Int64 = 0
    ) {
      self.second = second
      self.current = current
      self.total = total
      self.status = status
      self.speed = speed
    }

    var time: Instant {
      Instant(nanoseconds: Int64(second * 1_000_000_000))
    }

    func job(_ type: JobType) throws -> Job {
      let info: JSONValue = [
        "device": "j", "type": .string(type.rawValue), "status": .string(status.rawValue),
        "offset": .integer(current << 20), "len": .integer(total << 20), "speed": .integer(speed),
      ]
      guard type.isBlockJob else {
        return Job(
          id: "j",
          type: .known(type),
          status: .known(status),
          progress: Progress(current: current << 20, total: total << 20)
        )
      }
      return try #require(Job(blockJobInfo: info))
    }
  }

  private static func meter(
    _ type: JobType,
    _ looks: [Look]
  ) throws -> (ProgressMeter, [ProgressNews]) {
    var meter = ProgressMeter(stallTime: .seconds(60))
    let news = try looks.compactMap { meter.note(try $0.job(type), at: $0.time) }
    return (meter, news)
  }

  private static let rates: [(String, [Look], Double?, Int64?)] = [
    ("one look tells no rate", [Look(0, 10, 100)], nil, nil),
    ("two do", [Look(0, 10, 100), Look(2, 30, 100)], 10, 7),
    ("a total that grows takes longer", [Look(0, 0, 100), Look(1, 20, 110)], 20, 9),
    ("one that grows as fast is never reached", [Look(0, 0, 100), Look(1, 20, 120)], 20, nil),
    ("a total that shrinks is no faster", [Look(0, 0, 100), Look(1, 20, 60)], 20, 2),
    ("a total below what is done leaves nothing", [Look(0, 0, 100), Look(1, 20, 10)], 20, 0),
    ("0 of 0 has no end", [Look(0, 0, 0), Look(1, 0, 0)], 0, nil),
    ("what stands has no end", [Look(0, 10, 100), Look(1, 10, 100)], 0, nil),
    (
      "only the last ten seconds count",
      (0...20).map { Look(Double($0), $0 < 10 ? 0 : Int64($0 - 10) * 5, 100) }, 5, 10
    ),
    ("two looks far apart are enough", [Look(0, 0, 100), Look(60, 60, 100)], 1, 40),
    (
      "a pause is not counted",
      [
        Look(0, 0, 100), Look(1, 50, 100), Look(2, 50, 100, .paused), Look(100, 50, 100),
        Look(101, 60, 100),
      ], 10, 4
    ),
    (
      "nothing is said of a pause", [Look(0, 0, 100), Look(1, 50, 100), Look(2, 50, 100, .paused)],
      nil, nil
    ),
    (
      "another limit begins anew",
      [
        Look(0, 0, 100), Look(1, 50, 100), Look(2, 60, 100, speed: 1 << 20),
        Look(3, 61, 100, speed: 1 << 20),
      ], 1, 39
    ),
    (
      "a counter that goes back is another job's",
      [Look(0, 50, 100), Look(1, 10, 100), Look(2, 12, 100)], 2, 44
    ),
    ("a ready job is not on its way", [Look(0, 100, 100), Look(1, 110, 110, .ready)], 10, nil),
    ("two looks at one time tell nothing", [Look(0, 0, 100), Look(0, 50, 100)], nil, nil),
  ]

  @Test(arguments: rates)
  func `a rate and a time left follow what happens`(
    _ rule: String,
    _ looks: [Look],
    _ rate: Double?,
    _ secondsLeft: Int64?
  ) throws {
    let reading = try Self.meter(.backup, looks).0.reading
    #expect(reading.rate.map { $0 / Double(1 << 20) } == rate)
    #expect(reading.secondsLeft == secondsLeft)
  }

  private static let still = (0...12).map { Look(Double($0) * 10, 5, 100) }
  /// Copied as fast as it is written, for two minutes.
  private static let chased = (0...12).map { Look(Double($0) * 10, Int64($0), 100 + Int64($0)) }

  private static let stalls: [(String, JobType, [Look], [ProgressNews])] = [
    ("what stands is said once", .backup, still, [.stalled(for: .seconds(60))]),
    (
      "and that it moves again", .backup, still + [Look(130, 6, 100)],
      [.stalled(for: .seconds(60)), .movesAgain(after: .seconds(130))]
    ),
    ("a pause is no stall", .backup, (0...12).map { Look(Double($0) * 10, 5, 100, .paused) }, []),
    ("nor is a ready job", .mirror, (0...12).map { Look(Double($0) * 10, 100, 100, .ready) }, []),
    (
      "nor a job within its limit", .backup,
      (0...12).map { Look(Double($0) * 10, 5, 100, speed: 1024) }, []
    ),
    (
      "a limit that is no excuse", .backup,
      (0...12).map { Look(Double($0) * 10, 5, 100, speed: 1 << 30) }, [.stalled(for: .seconds(60))]
    ),
    ("nor one that counts steps", .create, still, []),
    ("a mirror that never gets there", .mirror, chased, [.notConverging(for: .seconds(60))]),
    (
      "and does after all", .mirror,
      chased + (13...20).map { Look(Double($0) * 10, Int64($0 - 12) * 10, 112) },
      [.notConverging(for: .seconds(60)), .convergesAgain]
    ),
    ("a backup has an end that stays", .backup, chased, []),
    (
      "a mirror that gets there slowly", .mirror,
      (0...12).map { Look(Double($0) * 10, Int64($0 * 2), 100 + Int64($0)) }, []
    ),
    ("less than a minute says nothing", .mirror, Array(chased.prefix(6)), []),
  ]

  @Test(arguments: stalls)
  func `what does not get on is said`(
    _ rule: String,
    _ type: JobType,
    _ looks: [Look],
    _ news: [ProgressNews]
  ) throws {
    #expect(try Self.meter(type, looks).1 == news)
  }

  @Test func `a meter takes little room, however often one looks`() throws {
    var meters = ProgressMeters(stallTime: .seconds(3600))
    for look in 0...10_000 {
      let job = try Look(Double(look) / 10, Int64(look), 1 << 20)
        .job(.mirror)
      #expect(meters.note([job], at: Look(Double(look) / 10, 0, 0).time).isEmpty)
    }
    #expect(meters["j"].rate.map { ($0 / Double(1 << 20)).rounded() } == 10)
    #expect(meters.note([], at: Instant(nanoseconds: .max)).isEmpty)
    #expect(meters["j"] == .none)
  }

  @Test func `counters at their ends trap nothing`() {
    let ends: [Int64] = [.min, -1, 0, 1, .max]
    for before in ends {
      for after in ends {
        var meter = ProgressMeter(stallTime: .zero)
        for (second, progress) in [
          Progress(current: before, total: after), Progress(current: after, total: before),
          Progress(current: after, total: after),
        ].enumerated() {
          let job = Job(
            id: "j",
            type: .known(.mirror),
            status: .known(.running),
            progress: progress
          )
          _ = meter.note(job, at: Instant(nanoseconds: Int64(second)))
          #expect(meter.reading.rate.map { $0 >= 0 } != false)
        }
      }
    }
  }
}
