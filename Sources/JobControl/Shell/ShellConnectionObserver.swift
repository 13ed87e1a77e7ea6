import Jobs

/// Whoever wants to know what becomes of a shell's connection.
protocol ShellConnectionObserver: ConnectionObserver {
  /// It is there again, after it was lost.
  func connectionIsBack()

  /// It is lost; `isTold` where the failure of a command says so.
  func connectionIsLost(_ failure: Failure, isTold: Bool)

  /// The jobs are asked for: what events tell from now on is newer than the answer.
  func queryBegins()

  /// The jobs as the server told them.
  func learn(_ jobs: [Job])
}
