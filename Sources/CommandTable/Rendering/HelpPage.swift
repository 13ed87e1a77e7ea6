/// Help as plain text, at most 80 columns wide.
package enum HelpPage {
  /// The overview: commands by group, and the options that all of them take.
  package static var overview: String {
    let parts = ["Usage: jobctl [OPTIONS] COMMAND [ARGUMENTS]\n"] + groups(of: CommandSpec.visible)
    return (parts + [globalOptions, "Help for a command: jobctl help COMMAND\n"])
      .joined(separator: "\n")
  }

  /// The commands of the interactive shell.
  package static var shellOverview: String {
    let parts = groups(of: CommandSpec.inShell.filter { !$0.isHidden })
    return (parts + ["Help for a command: help COMMAND\n"]).joined(separator: "\n")
  }

  private static func groups(of commands: [CommandSpec]) -> [String] {
    CommandSpec.Group.allCases.compactMap { group in
      let rows = commands.filter { $0.group == group }.map { ($0.name, $0.summary) }
      return rows.isEmpty ? nil : section("\(group.rawValue):", rows)
    }
  }

  /// The help of one command.
  package static func page(for spec: CommandSpec) -> String {
    var parts = ["Usage: jobctl \(spec.usage)\n"]
    let names = spec.aliases.isEmpty ? "" : " (also: \(spec.aliases.joined(separator: ", ")))"
    parts.append(PlainText.capitalized(spec.summary) + names + ".\n")
    parts += spec.discussion.map { PlainText.wrap($0) }
    if !spec.options.isEmpty { parts.append(section("Options:", spec.options.map(row))) }
    parts.append(globalOptions)
    if !spec.examples.isEmpty {
      let lines = spec.examples.map { "  # \($0.purpose)\n  jobctl \($0.line)\n" }
      parts.append("Examples:\n" + lines.joined())
    }
    return parts.joined(separator: "\n")
  }

  private static var globalOptions: String {
    section("Options of every command:", GlobalOptions.specs.map(row))
  }

  private static func row(_ option: OptionSpec) -> (String, String) {
    let letter = option.letter.map { "-\($0), " } ?? "    "
    let value = option.placeholder.map { option.isValueOptional ? "[=\($0)]" : "=\($0)" } ?? ""
    return ("\(letter)--\(option.name)\(value)", option.help.plain)
  }

  private static func section(_ title: String, _ rows: [(name: String, text: String)]) -> String {
    "\(title)\n\(PlainText.rows(rows))"
  }
}
