import Jobs

extension JobGoal {
  /// What is said of a job that cannot reach it any more.
  func sentence(of id: String, in status: Reported<JobStatus>) -> String {
    let word = status == .known(.null) ? "gone" : Visible.text(status.word)
    return "\(Visible.quoted(id)) is \(word) and will not be \(words)"
  }

  /// The statuses, in the schema's order.
  private var words: String {
    JobStatus.allCases.filter(statuses.contains).map(\.rawValue).joined(separator: " or ")
  }
}
