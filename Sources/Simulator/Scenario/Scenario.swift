package import QMP

/// What a simulated server has, and what happens on it without any client.
package struct Scenario: Hashable, Sendable {
  /// A command that somebody gives at its time.
  package struct Step: Hashable, Sendable {
    /// After the server's start.
    package let after: Duration
    package let request: Request

    package init(after: Duration = .zero, _ request: Request) {
      self.after = after
      self.request = request
    }
  }

  package let summary: String
  package let disks: [Disk]
  /// In the order of their times.
  package let steps: [Step]

  package init(summary: String, disks: [Disk], steps: [Step] = []) {
    self.summary = summary
    self.disks = disks
    self.steps = steps.enumerated()
      .sorted { ($0.element.after, $0.offset) < ($1.element.after, $1.offset) }
      .map(\.element)
  }
}
