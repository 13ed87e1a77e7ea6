/// A command as its users see it: everything that parser, help and later renderers know of it.
package struct CommandSpec: Sendable {
  /// The heading under which the overview lists it.
  package enum Group: String, CaseIterable, Sendable {
    case look = "Look"
    case act = "Act"
    case other = "Other"
    case shell = "In the shell"
  }

  package let name: String
  package let aliases: [String]
  package let group: Group
  /// For programs: help and completion do not mention it.
  package let isHidden: Bool
  /// One sentence under 60 columns, without a full stop.
  package let summary: String
  package let operands: [Operand]
  package let options: [OptionSpec]
  // What only help needs is made when it is asked for.
  private let makeDiscussion: @Sendable () -> [Prose]
  private let makeExamples: @Sendable () -> [Example]
  private let makeVariables: @Sendable () -> [Term]
  private let makeFiles: @Sendable () -> [Term]
  /// Makes typed values of what was typed.
  package let make: @Sendable (Arguments) throws(UsageError) -> Invocation.Action

  package init(
    name: String,
    aliases: [String] = [],
    group: Group,
    isHidden: Bool = false,
    summary: String,
    operands: [Operand] = [],
    options: [OptionSpec] = [],
    discussion: @autoclosure @escaping @Sendable () -> [Prose] = [],
    examples: @autoclosure @escaping @Sendable () -> [Example] = [],
    variables: @autoclosure @escaping @Sendable () -> [Term] = [],
    files: @autoclosure @escaping @Sendable () -> [Term] = [],
    make: @escaping @Sendable (Arguments) throws(UsageError) -> Invocation.Action
  ) {
    self.name = name
    self.aliases = aliases
    self.group = group
    self.isHidden = isHidden
    self.summary = summary
    self.operands = operands
    self.options = options
    makeDiscussion = discussion
    makeExamples = examples
    makeVariables = variables
    makeFiles = files
    self.make = make
  }

  /// Paragraphs.
  package var discussion: [Prose] { makeDiscussion() }

  package var examples: [Example] { makeExamples() }

  /// Variables of the environment that it heeds, beside those that every command does.
  package var variables: [Term] { makeVariables() }

  /// Files that it reads or writes.
  package var files: [Term] { makeFiles() }

  /// `list [OPTIONS] [ID|GLOB...]`, without the program's name.
  package var usage: String {
    ([name] + (options.isEmpty ? [] : ["[OPTIONS]"]) + operands.map(\.usage))
      .joined(separator: " ")
  }
}

/// A word of the world around a command, and what it is to it.
package struct Term: Sendable {
  /// As one types it: `NO_COLOR`, `~/.editrc`.
  package let name: String
  package let text: Prose

  package init(_ name: String, _ text: Prose) {
    self.name = name
    self.text = text
  }
}

/// A command line that works, and what it does.
package struct Example: Sendable {
  /// Without the program's name, as a shell would take it.
  package let line: String
  package let purpose: String

  package init(_ line: String, _ purpose: String) {
    self.line = line
    self.purpose = purpose
  }
}
