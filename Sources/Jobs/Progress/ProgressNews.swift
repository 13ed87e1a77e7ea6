/// News about how a job moves.
package enum ProgressNews: Hashable, Sendable {
  /// It has not moved for so long, and no speed limit explains that.
  case stalled(for: Duration)
  case movesAgain(after: Duration)
  /// What remains has not shrunk for so long.
  case notConverging(for: Duration)
  case convergesAgain
}
