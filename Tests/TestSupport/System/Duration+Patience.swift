extension Duration {
  /// For what must happen soon, on a machine that may do much else meanwhile.
  package static let patience = Duration.seconds(60)
}
