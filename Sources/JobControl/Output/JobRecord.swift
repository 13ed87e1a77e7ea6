package import Jobs
import QMP

/// A job with what has been measured of it: a row of every output format.
package struct JobRecord {
  let job: Job
  /// Units a second between two looks, where there were two.
  let pace: Double?

  package init(_ job: Job, pace: Double? = nil) {
    self.job = job
    self.pace = pace
  }

  func value(of field: JobField) -> JobField.Value? {
    field.value(of: job, pace: pace)
  }

  /// What is not known is left out.
  func object(_ fields: [JobField]) -> JSONObject {
    JSONObject(
      fields.lazy.compactMap { field in value(of: field).map { (field.rawValue, $0.json) } }
    )
  }

  /// For people; `-` for what is not known.
  func text(of field: JobField, isExact: Bool) -> String {
    value(of: field).map { isExact ? Self.exact($0) : Self.human($0) }.map(Visible.text) ?? "-"
  }

  /// For programs, on one line and without a tab; empty for what is not known.
  func tsv(of field: JobField) -> String {
    Self.tsv(value(of: field).map(Self.exact) ?? "")
  }

  /// A text as a field of tsv.
  static func tsv(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { $0.isTroublesome || $0 == "\\" }) else {
      return text
    }
    return text.unicodeScalars.map { scalar in
      switch scalar {
      case "\\": "\\\\"
      case _ where scalar.isTroublesome: Visible.escape(scalar)
      default: String(scalar)
      }
    }.joined()
  }

  private static func human(_ value: JobField.Value) -> String {
    switch value {
    case .bytes(let count): Size.text(count)
    case .permille(let tenths): "\(tenths / 10).\(tenths % 10)%"
    case .rate(let rate): "\(Size.text(rate))/s"
    case .limit(0): "unlimited"
    case .limit(let rate): "\(Size.text(rate))/s"
    case .seconds(let seconds): Size.duration(seconds)
    case .flag(let flag): flag ? "yes" : "no"
    case .text, .steps: exact(value)
    }
  }

  private static func exact(_ value: JobField.Value) -> String {
    switch value {
    case .text(let text): text
    case .bytes(let count), .steps(let count), .rate(let count), .limit(let count),
      .seconds(let count):
      "\(count)"
    case .permille(let tenths): "\(tenths / 10).\(tenths % 10)"
    case .flag(let flag): "\(flag)"
    }
  }
}
