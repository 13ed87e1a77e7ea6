import CommandTable
import JobControl

/// Any words are understood or complained about in a line of plain text, and Tab survives them.
///
/// As an input: the words behind the program's name, with a NUL between each two.
enum CommandLineOracle {
  static func check(_ input: [UInt8]) throws(Finding) {
    let words = input.split(separator: 0, omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    try check(words, CommandSpec.all)
    try check(words, CommandSpec.inShell)
    for commands in [CommandSpec.visible, CommandSpec.inShell] {
      let completer = Completer(commands: commands)
      for index in words.indices {
        let offer = completer.offer(for: words[index], after: Array(words[..<index]))
        try Finding.unless(
          (offer.lead + offer.prefix).utf8.elementsEqual(words[index].utf8)
            || words[index].hasSuffix(offer.prefix),
          "'\(offer.prefix)' is not the end of '\(words[index])'"
        )
      }
    }
  }

  private static func check(_ words: [String], _ commands: [CommandSpec]) throws(Finding) {
    let parser = CommandParser(commands: commands)
    let result = Result { () throws(UsageError) in try parser.parse(words) }
    if case .failure(let error) = result {
      try check(error, commands)
    }
    // An option for the whole program changes no command.
    let other = Result { () throws(UsageError) in
      try parser.parse(["--socket=/fuzz"] + words)
    }
    try Finding.unless(
      other.map(\.action) == result.map(\.action),
      "with a socket in front \(other), without \(result)"
    )
  }

  private static func check(
    _ error: UsageError,
    _ commands: [CommandSpec]
  ) throws(Finding) {
    let message = Failure.usage(error).message.text
    try Finding.unless(
      message.hasSuffix("\n")
        && !message.unicodeScalars.dropLast().contains {
          $0.properties.generalCategory == .control
        },
      "the complaint is \(message.debugDescription)"
    )
    try Finding.unless(
      error.command == nil || commands.contains { $0.name == error.command },
      "the complaint refers to '\(error.command ?? "")'"
    )
  }
}
