/// A promise that an input has broken, as a sentence.
package struct Finding: Error, CustomStringConvertible {
  package let description: String

  init(_ sentence: String) {
    description = sentence
  }

  /// Throws unless the promise is kept.
  static func unless(
    _ isKept: Bool,
    _ sentence: @autoclosure () -> String
  ) throws(Finding) {
    guard isKept else { throw Finding(sentence()) }
  }
}
