/// How a job ended.
package enum JobOutcome: Hashable, Sendable {
  case succeeded
  /// With the server's words, where anything told them.
  case failed(String?)
  case cancelled
  /// It is gone, and nothing told how.
  case unknown

  /// What JobInfo of a concluded job tells: a cancelled one carries strerror(3) of ECANCELED as its
  /// error.
  package init(errorOfConcluded error: String?) {
    switch error {
    case nil: self = .succeeded
    case "Operation canceled": self = .cancelled
    case let error?: self = .failed(error)
    }
  }
}
