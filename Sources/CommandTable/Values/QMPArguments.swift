import Jobs
import QMP

/// The arguments of a QMP command as words: one JSON object, or `key=value` pairs.
enum QMPArguments {
  static func parse(_ words: ArraySlice<String>) throws(ValueError) -> JSONObject {
    if words.count == 1, let word = words.first, word.hasPrefix("{") {
      do {
        return try JSONParser.parse(word).object ?? [:]
      } catch {
        throw ValueError(word: word, reason: "is not JSON: \(error)")
      }
    }
    var arguments: JSONObject = [:]
    for word in words {
      guard !word.hasPrefix("{") else {
        throw ValueError(
          word: word,
          reason: "is a JSON object, and takes no other words beside it"
        )
      }
      guard let equals = word.firstIndex(of: "="), equals > word.startIndex else {
        throw ValueError(word: word, reason: "is neither KEY=VALUE nor a JSON object")
      }
      let text = String(word[word.index(after: equals)...])
      let value = (try? JSONParser.parse(text)) ?? .string(text)
      let path = word[..<equals].split(separator: ".", omittingEmptySubsequences: false)
      guard !path.contains("") else {
        throw ValueError(word: word, reason: "has an empty name in its KEY")
      }
      guard set(path.map(String.init)[...], to: value, in: &arguments) else {
        throw ValueError(word: word, reason: "sets what another pair has set")
      }
    }
    return arguments
  }

  /// False when the place is taken.
  private static func set(
    _ path: ArraySlice<String>,
    to value: JSONValue,
    in object: inout JSONObject
  ) -> Bool {
    guard let name = path.first else { return false }
    guard path.count > 1 else {
      guard object[name] == nil else { return false }
      object[name] = value
      return true
    }
    guard var inner = object[name, default: .object([:])].object,
      set(path.dropFirst(), to: value, in: &inner)
    else { return false }
    object[name] = .object(inner)
    return true
  }
}

extension JSONObject {
  fileprivate subscript(name: String, default value: JSONValue) -> JSONValue {
    self[name] ?? value
  }
}
