extension String {
  /// Whether it can stand in a column of help: short, in lower case, and no sentence of its own.
  var isClause: Bool {
    !isEmpty && count < 80 && !hasSuffix(".") && !contains("\n")
      && first?.isUppercase == false && !hasPrefix(" ") && !hasSuffix(" ")
  }
}
