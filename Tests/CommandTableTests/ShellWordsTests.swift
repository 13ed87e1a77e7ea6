import CommandTable
import TestSupport
import Testing

@Suite struct ShellWordsTests {
  @Test(
    arguments: [
      ("", []), ("  \t ", []), ("list", ["list"]),
      (" pause  mirror0\tb1 ", ["pause", "mirror0", "b1"]),
      ("list 'a b' \"c d\" e\\ f", ["list", "a b", "c d", "e f"]),
      ("''", [""]), ("a '' b", ["a", "", "b"]), ("a''b\"\"c", ["abc"]),
      ("qmp x '{\"a\": 1}'", ["qmp", "x", "{\"a\": 1}"]),
      ("\"a\\\"b\\\\c\\$d\\`e\\f'g\"", ["a\"b\\c$d`e\\f'g"]),
      ("'a\\b'", ["a\\b"]), ("\\'", ["'"]), ("a\\\\b", ["a\\b"]), ("a\\bc", ["abc"]),
      ("list # all of them", ["list"]), ("# nothing", []), ("a#b '#c' \\#d", ["a#b", "#c", "#d"]),
      ("list# x", ["list#", "x"]), ("a ''#b", ["a", "#b"]),
      ("pause $a ~ b* `c` %d", ["pause", "$a", "~", "b*", "`c`", "%d"]),
      ("größe '日 本'", ["größe", "日 本"]), ("a\u{301}\\\u{301}", ["a\u{301}\u{301}"]),
      ("'|' \\; \"<>\" '('", ["|", ";", "<>", "("]), ("list # a | b", ["list"]),
      ("list\r", ["list"]),
    ] as [(String, [String])]
  )
  func `a line is split into words`(line: String, words: [String]) throws {
    #expect(try ShellWords.split(line) == words)
  }

  @Test(arguments: [
    ("list 'a b", "the line ends inside single quotes"),
    ("list \"a 'b'", "the line ends inside double quotes"),
    ("list a\\", "the line ends with a backslash"),
    ("list \"a\\", "the line ends with a backslash"),
    (
      "pause a; list",
      "';' means nothing here: one command a line, without pipes and redirections; quote it where "
        + "it is part of a word"
    ),
  ])
  func `a line that is none says why`(line: String, reason: String) {
    #expect { try ShellWords.split(line) } throws: { "\($0)" == reason }
  }

  @Test(arguments: ["a|b", "a &", ";", "list > f", "wc < f", "(list)", "list # a\n|"])
  func `the operators of other shells are refused`(line: String) {
    #expect { try ShellWords.split(line) } throws: { error in
      if case ShellWords.Mistake.operatorCharacter = error { true } else { false }
    }
  }

  /// What a real shell makes of every text of up to five of these characters.
  @Test func `words are those of sh`() throws {
    let alphabet = ["a", " ", "'", "\"", "\\", "#"]
    var lines = [""]
    for _ in 0..<5 { lines += lines.flatMap { line in alphabet.map { line + $0 } } }
    let whole = Set(lines).sorted().compactMap { line in
      (try? ShellWords.split(line)).map { (line, $0) }
    }
    let script = """
      while IFS= read -r line; do
        eval "set -- $line"
        for word in "$@"; do printf '<%s>' "$word"; done
        echo
      done
      """
    let result = try CommandRun.run(
      "/bin/sh",
      ["-c", script],
      input: .bytes(Array(whole.map { $0.0 + "\n" }.joined().utf8))
    )
    let expected = whole.map { $0.1.map { "<\($0)>" }.joined() + "\n" }.joined()
    #expect(whole.count > 2000)
    #expect(result.output == expected)
  }

  @Test(
    arguments: [
      ("", [], "", .none), ("pau", [], "pau", .none), ("pause ", ["pause"], "", .none),
      ("pause mirr", ["pause"], "mirr", .none), ("pause 'a b", ["pause"], "a b", .single),
      ("pause --status=\"rea", ["pause"], "--status=rea", .double),
      ("pause a\\", ["pause"], "a", .escape(inDouble: false)),
      ("pause \"a\\", ["pause"], "a", .escape(inDouble: true)),
      ("list # pau", ["list"], "", .comment), ("list ''", ["list"], "", .none),
    ] as [(String, [String], String, ShellWords.Quoting)]
  )
  func `the beginning of a line tells what is being typed`(
    text: String,
    before: [String],
    last: String,
    quoting: ShellWords.Quoting
  ) {
    let words = ShellWords(text)
    #expect(words.before == before)
    #expect(words.last == last)
    #expect(words.quoting == quoting)
  }

  @Test(arguments: [
    "list ", "list a", "list '", "list 'a b", "list \"", "list \"a'b\\\\", "list --x='", "list a\"",
  ])
  func `what is typed to go on becomes what was meant`(text: String) throws {
    for more in ["", "b", "a b", "it's", "\"x\"", "c:\\d", "$e`f", "#g", "h;i|(j)&<>", "größe 日本"] {
      let words = ShellWords(text)
      let typed = try #require(words.typing(more))
      let line = text + typed + words.closing
      guard !(words.last.isEmpty && more.isEmpty) else { continue }
      #expect(try ShellWords.split(line) == words.before + [words.last + more])
    }
  }

  @Test(arguments: [("list a\\", "b"), ("list # ", "b"), ("list ", "b\nc"), ("list '", "\u{1B}")])
  func `what cannot be typed is not`(text: String, more: String) {
    #expect(ShellWords(text).typing(more) == nil)
  }
}
