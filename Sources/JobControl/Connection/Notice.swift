import POSIX

/// A signal that asks for something other than the end.
package enum Notice: CaseIterable, Hashable, Sendable {
  /// SIGUSR1: tell how things stand.
  case inquiry
  /// SIGWINCH: the terminal has another size.
  case resize
  /// SIGTSTP: the terminal's user wants the shell back.
  case suspension

  var signal: Int32 {
    switch self {
    case .inquiry: SignalDescriptor.inquiry
    case .resize: SignalDescriptor.windowChange
    case .suspension: SignalDescriptor.suspension
    }
  }

  /// Lets them wait during `body` until somebody heeds them.
  static func holding<Result>(
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try ProcessSignals.holding(allCases.map(\.signal), during: body)
  }

  init?(signal: Int32) {
    guard let notice = Self.allCases.first(where: { $0.signal == signal }) else { return nil }
    self = notice
  }
}
