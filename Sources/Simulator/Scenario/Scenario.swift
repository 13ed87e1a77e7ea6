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

extension Scenario {
  /// Without the commands and arguments that a release does not have.
  func adapted(to release: Release) -> Scenario {
    let known = steps.compactMap { step in
      CommandSchema.named(step.request.command, in: release).map { schema in
        let arguments = step.request.arguments.members.filter { member in
          schema.arguments.common.contains {
            $0.name == member.name && $0.since <= release.version
          }
        }
        return Step(
          after: step.after,
          Request(
            step.request.command,
            JSONObject(arguments.lazy.map { ($0.name, $0.value) })
          )
        )
      }
    }
    return Scenario(summary: summary, disks: disks, steps: known)
  }
}
