extension Duration {
  /// Reads `500ms`, `10s`, `5m`, `2h`, `1d`, with a fraction if need be; a bare number is seconds.
  ///
  /// It must be more than nothing and at most 1000 days.
  package init(parsing text: String) throws(ValueError) {
    let number = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    let units: [Substring: Double] = [
      "ms": 0.001, "": 1, "s": 1, "m": 60, "h": 3600, "d": 86400,
    ]
    guard let unit = units[text.dropFirst(number.count)], let count = Double(number) else {
      throw ValueError(word: text, reason: "is not a duration; say 500ms, 10s, 5m, 2h or 1d")
    }
    let seconds = count * unit
    guard seconds >= 0.001, seconds <= 1000 * 86400 else {
      throw ValueError(word: text, reason: "is not a duration from 1ms to 1000d")
    }
    self = .milliseconds(Int64((seconds * 1000).rounded()))
  }
}
