/// The nearest known word to a misspelt one.
enum Suggestion {
  /// `"; did you mean 'pause'?"`, or nothing when no word is near.
  static func clause(for word: String, among words: [String]) -> String {
    guard let nearest = nearest(to: word, among: words) else { return "" }
    return "; did you mean '\(nearest)'?"
  }

  /// Near is the only word that begins so, then a third of the word's letters, in whatever case,
  /// then any word that begins so; a beginning has three letters or more.
  static func nearest(to word: String, among words: [String]) -> String? {
    // Beyond any name's length nothing is near, and the distance takes the square of the length.
    guard word.count <= 40 else { return nil }
    let longer = word.count >= 3 ? words.filter { $0.hasPrefix(word) } : []
    if longer.count == 1 { return longer.first }
    let ranked = words.map { (word: $0, distance: distance(word.lowercased(), $0)) }
      .min { ($0.distance, $0.word) < ($1.distance, $1.word) }
    guard let ranked, ranked.distance > max(1, word.count / 3) else { return ranked?.word }
    return longer.first
  }

  /// Letters to be inserted, removed, replaced, or swapped with a neighbour (optimal string
  /// alignment).
  private static func distance(_ left: String, _ right: String) -> Int {
    let (left, right) = (Array(left), Array(right))
    var rows = [Array(0...right.count)]
    for (i, letter) in left.enumerated() {
      var row = [i + 1]
      for (j, other) in right.enumerated() {
        var best = min(rows[i][j + 1] + 1, row[j] + 1, rows[i][j] + (letter == other ? 0 : 1))
        if i > 0, j > 0, letter == right[j - 1], left[i - 1] == other {
          best = min(best, rows[i - 1][j - 1] + 1)
        }
        row.append(best)
      }
      rows.append(row)
    }
    return rows[left.count][right.count]
  }
}
