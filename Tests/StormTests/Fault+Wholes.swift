extension Fault {
  /// The same words wherever a name stands, so that all that is said fits together.
  static let wholes: [Fault] =
    ["live", "mirror", "running", "concluded", "No space left on device", "JOB_STATUS_CHANGE"].map {
      word in
      Fault("an evil text for '\(word)' everywhere", .every, .bytes { $0.replacing(word, evil) })
    } + [
      Fault(
        "one id for all jobs",
        .every,
        .bytes { bytes in
          ["gone", "run", "still", "full", "due", "over"].reduce(bytes) {
            $0.replacing($1, "\"live\"")
          }
        }
      ),
      Fault("no jobs", .replyTo("query-jobs"), .edit(["return"], "[]")),
      Fault("no block jobs", .replyTo("query-block-jobs"), .edit(["return"], "[]")),
      Fault("five hundred jobs", .replyTo("query-jobs"), .edit(["return"], list(500))),
      Fault(
        "five hundred equal jobs",
        .replyTo("query-jobs"),
        .edit(["return"], list(500, "live"))
      ),
      Fault(
        "absurd progress of every job",
        .every,
        .bytes { bytes in
          [
            ("\"current-progress\":", Int.min), ("\"total-progress\":", .max),
            ("\"offset\":", .min),
            ("\"len\":", .max), ("\"speed\":", .max),
          ].reduce(bytes) { bytes, member in
            bytes.replacing(number: member.1, behind: member.0)
          }
        }
      ),
    ]

  private static func list(_ count: Int, _ id: String? = nil) -> String {
    let jobs = (0..<count).map { number in
      """
      {"id": "\(id ?? "job\(number)")", "type": "mirror", "status": "running", \
      "current-progress": \(number), "total-progress": 500}
      """
    }
    return "[\(jobs.joined(separator: ", "))]"
  }
}

extension [UInt8] {
  /// These bytes with another text, written as JSON, for a string.
  fileprivate func replacing(_ word: String, _ literal: String) -> [UInt8] {
    Array(String(decoding: self, as: UTF8.self).replacing("\"\(word)\"", with: literal).utf8)
  }

  /// These bytes with another number behind each `name`.
  fileprivate func replacing(number: Int, behind name: String) -> [UInt8] {
    let parts = String(decoding: self, as: UTF8.self).split(
      separator: name,
      omittingEmptySubsequences: false
    )
    let rest = parts.dropFirst().map {
      name + String(number) + $0.drop { "-0123456789".contains($0) }
    }
    return Array((String(parts[0]) + rest.joined()).utf8)
  }
}
