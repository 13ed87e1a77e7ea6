package import Jobs

/// An option without its value's type: what help and completion need.
package struct OptionSpec: Sendable {
  /// Without the dashes.
  package let name: String
  package let letter: Character?
  /// What stands for the value in help; nil for a switch.
  package let placeholder: String?
  /// Whether the name alone says something, too: `--wait` beside `--wait=5m`.
  package let isValueOptional: Bool
  package let completion: Completion
  fileprivate let makeHelp: @Sendable () -> Prose

  /// Made when it is asked for, which few command lines do.
  package var help: Prose { makeHelp() }
}

extension OptionSpec: Hashable {
  /// By name, which is unique in a command.
  package static func == (left: OptionSpec, right: OptionSpec) -> Bool {
    left.name == right.name
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(name)
  }
}

/// An option that takes a value: the handle by which the table lists it and a command reads it.
package struct Option<Value: Sendable>: Sendable {
  /// What a word that is no value is answered with.
  package typealias Failure = ValueError

  package let spec: OptionSpec
  let parse: @Sendable (String) throws(Failure) -> Value

  package init(
    _ name: String,
    _ letter: Character? = nil,
    value placeholder: String,
    completion: Completion = .none,
    help: @autoclosure @escaping @Sendable () -> Prose,
    parse: @escaping @Sendable (String) throws(Failure) -> Value
  ) {
    self.spec = OptionSpec(
      name: name,
      letter: letter,
      placeholder: placeholder,
      isValueOptional: false,
      completion: completion,
      makeHelp: help
    )
    self.parse = parse
  }
}

/// An option whose value may be left out, and is nil then.
package struct OptionalOption<Value: Sendable>: Sendable {
  package let spec: OptionSpec
  let parse: @Sendable (String) throws(ValueError) -> Value

  package init(
    _ name: String,
    _ letter: Character? = nil,
    value placeholder: String,
    help: @autoclosure @escaping @Sendable () -> Prose,
    parse: @escaping @Sendable (String) throws(Option<Value>.Failure) -> Value
  ) {
    self.spec = OptionSpec(
      name: name,
      letter: letter,
      placeholder: placeholder,
      isValueOptional: true,
      completion: .none,
      makeHelp: help
    )
    self.parse = parse
  }
}

/// An option without a value.
package struct Switch: Sendable {
  package let spec: OptionSpec

  package init(
    _ name: String,
    _ letter: Character? = nil,
    help: @autoclosure @escaping @Sendable () -> Prose
  ) {
    self.spec = OptionSpec(
      name: name,
      letter: letter,
      placeholder: nil,
      isValueOptional: false,
      completion: .none,
      makeHelp: help
    )
  }
}

extension Option {
  /// A word of a fixed set.
  package init(
    _ name: String,
    _ letter: Character? = nil,
    value placeholder: String,
    of values: [Value],
    help: @autoclosure @escaping @Sendable () -> Prose
  ) where Value: Choosable {
    self.init(
      name,
      letter,
      value: placeholder,
      completion: .choices(values.map(\.choice)),
      help: help()
    ) { text throws(ValueError) in
      try Value.choose(text, from: values)
    }
  }

  /// Words of a fixed set, with commas between them.
  package init<Element: Choosable>(
    _ name: String,
    _ letter: Character? = nil,
    value placeholder: String,
    anyOf values: [Element],
    help: @autoclosure @escaping @Sendable () -> Prose
  ) where Value == [Element] {
    self.init(
      name,
      letter,
      value: placeholder,
      completion: .list(values.map(\.choice)),
      help: help()
    ) { text throws(ValueError) in
      var chosen: [Element] = []
      for word in text.split(separator: ",", omittingEmptySubsequences: false) {
        chosen.append(try Element.choose(String(word), from: values))
      }
      return chosen
    }
  }
}
