/// A word that is no value of the kind wanted; `reason` is a clause with the word as its subject.
package struct ValueError: Error, Hashable {
  package let word: String
  package let reason: String

  package init(word: String, reason: String) {
    self.word = word
    self.reason = reason
  }
}
