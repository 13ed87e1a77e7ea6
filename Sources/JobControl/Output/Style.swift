import Jobs

/// Colour, or none (ECMA-48, "Select Graphic Rendition").
package struct Style {
  let isColored: Bool

  package init(isColored: Bool) {
    self.isColored = isColored
  }

  func header(_ text: String) -> String {
    dress(text, "1")
  }

  func status(_ text: String, _ status: JobStatus) -> String {
    switch status {
    case .running: dress(text, "36")
    case .ready, .pending: dress(text, "32")
    case .paused, .standby, .waiting: dress(text, "33")
    case .aborting: dress(text, "31")
    case .undefined, .created, .concluded, .null: text
    }
  }

  private func dress(_ text: String, _ code: String) -> String {
    isColored ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}
