import Jobs

extension JobField.Value {
  /// For people: `1.5 GiB`, `42.0%`.
  var human: String {
    switch self {
    case .bytes(let count): Size.text(count)
    case .permille(let tenths): Size.decimal(tenths: Int64(tenths), unit: "%")
    case .rate(let rate): "\(Size.text(rate))/s"
    case .limit(0): "unlimited"
    case .limit(let rate): "\(Size.text(rate))/s"
    case .seconds(let seconds): Size.duration(seconds)
    case .flag(let flag): flag ? "yes" : "no"
    case .text, .steps: exact
    }
  }

  /// For programs, in the units of ``JobField``.
  var exact: String {
    switch self {
    case .text(let text): text
    case .bytes(let count), .steps(let count), .rate(let count), .limit(let count),
      .seconds(let count):
      "\(count)"
    case .permille(let tenths): "\(tenths / 10).\(tenths % 10)"
    case .flag(let flag): "\(flag)"
    }
  }
}
