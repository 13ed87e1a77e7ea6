import Jobs

/// The words of one command, sorted by the parser and read through the table's handles.
///
/// Values are checked when they are read. Reading a handle that the command does not list is a
/// mistake of the table, and traps.
package struct Arguments {
  let spec: CommandSpec
  private let known: [OptionSpec]
  private(set) var operands: [String] = []
  /// In the order typed; a switch has empty ones.
  ///
  /// There are few, and a dictionary would cost every start its type's making.
  private var values: [(option: String, value: String)] = []

  init(of spec: CommandSpec, globals: [OptionSpec]) {
    self.spec = spec
    self.known = spec.options + globals
  }

  mutating func append(operand: String) {
    operands.append(operand)
  }

  mutating func append(_ value: String, to option: OptionSpec) {
    values.append((option.name, value))
  }

  package func callAsFunction(_ option: Switch) -> Bool {
    !words(of: option.spec).isEmpty
  }

  /// Nil when the option is not there; a value of nil when it is there without one.
  package func callAsFunction<Value>(_ option: OptionalOption<Value>) throws(UsageError) -> Value??
  {
    guard let word = words(of: option.spec).last else { return nil }
    guard !word.isEmpty else { return .some(nil) }
    return .some(try parse(word, option.parse, option.spec))
  }

  /// The value given last; nil when the option is not there.
  package func callAsFunction<Value>(_ option: Option<Value>) throws(UsageError) -> Value? {
    try all(option).last
  }

  /// The values of a repeated option.
  package func all<Value>(_ option: Option<Value>) throws(UsageError) -> [Value] {
    var parsed: [Value] = []
    for word in words(of: option.spec) {
      parsed.append(try parse(word, option.parse, option.spec))
    }
    return parsed
  }

  private func parse<Value>(
    _ word: String,
    _ parse: (String) throws(ValueError) -> Value,
    _ option: OptionSpec
  ) throws(UsageError) -> Value {
    do {
      return try parse(word)
    } catch {
      throw problem("--\(option.name): '\(error.word)' \(error.reason)")
    }
  }

  /// A usage error of this command, or of what stands before any.
  package func problem(_ sentence: String) -> UsageError {
    UsageError(sentence, command: spec.name.isEmpty ? nil : spec.name)
  }

  private func words(of option: OptionSpec) -> [String] {
    precondition(known.contains { $0.name == option.name }, "\(spec.name) lists no such option")
    return values.filter { $0.option == option.name }.map(\.value)
  }
}
