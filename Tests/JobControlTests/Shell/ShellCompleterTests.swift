import JobControl
import Jobs
import LineEditing
import POSIX
import QMP
import Testing

@Suite struct ShellCompleterTests {
  private static let jobs = [
    Job(id: "mirror0", type: .known(.mirror), status: .known(.ready), progress: full),
    Job(id: "mirror1", type: .known(.mirror), status: .known(.running), progress: half),
    Job(id: "mirror10", type: .known(.mirror), status: .known(.paused)),
    Job(id: "backup0", type: .known(.backup), status: .known(.running), progress: half),
    Job(id: "image0", type: .known(.create), status: .known(.concluded)),
  ]
  private static let full = Progress(current: 8, total: 8)
  private static let half = Progress(current: 1, total: 2)

  private static let completer = ShellCompleter(
    jobs: jobs,
    version: QEMUVersion(7, 2),
    serverCommands: ["query-jobs", "query-block", "job-pause"],
    findMonitors: { ["/srv/a.qmp", "/srv/b.qmp"] }
  ) { folder in
    switch folder {
    case ".": ["vm.qmp", "vm images/", ".hidden", "it's"]
    case "vm images/": ["a.qcow2"]
    case "/": ["run/", "root/"]
    default: []
    }
  }

  init() {
    Text.useUTF8()
  }

  /// `|` is the cursor, or the end is.
  private static func complete(
    _ line: String,
    isRepeated: Bool = false,
    by completer: ShellCompleter = completer
  ) -> LineEditor.Completion {
    let parts = line.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
    let before = Array(parts[0].unicodeScalars)
    let after = parts.count > 1 ? Array(parts[1].unicodeScalars) : []
    return completer.complete(
      EditedText(before + after, cursor: before.count),
      isRepeated: isRepeated
    )
  }

  @Test(arguments: [
    ("pau", "se "), ("jobctl pau", "se "), ("pause ba", "ckup0 "), ("resume ", "mirror10 "),
    ("complete ", "mirror0 "), ("dismiss ", "image0 "), ("pause backup0 ", "mirror"),
    ("list --st", "atus "), ("list --status re", "ady"), ("list --status=re", "ady"),
    ("list --status=ready,pau", "sed"), ("list -o js", "on"), ("list --columns=id,dev", "ice"),
    ("wait mirror0 --for con", "cluded"), ("events of", "f "), ("help ev", "ents "),
    ("qmp query-b", "lock "), ("qmp j", "ob-pause "), ("shell", ""), ("hist", "ory "),
    ("list -s vm.", "qmp "), ("list -s /ru", "n/"), ("list -s /s", "rv/"),
    ("reconnect /srv/a", ".qmp "), ("list -s unix:/srv/b", ".qmp "), ("reconnect vm.q", "mp "),
    // Quotes are gone on with, and ended.
    ("pause 'ba", "ckup0' "), ("pause \"ba", "ckup0\" "), ("pause \"ba|\"", "ckup0"),
    ("pause ba| mirror0", "ckup0"), ("pause 'ba|' mirror0", "ckup0"),
    ("list -s 'vm ", "images/"), ("list -s vm\\ ", "images/"),
    ("list -s 'vm images/", "a.qcow2' "), ("list -s it", "\\'s "), ("list -s \"it", "'s\" "),
    ("list '--status=re", "ady"),
  ])
  func `what is sure is typed`(line: String, rest: String) {
    let expected: LineEditor.Completion =
      rest.isEmpty
      ? .show(["COMMAND belongs here, and none that begins with 'shell'"]) : .replace(0, with: rest)
    #expect(Self.complete(line) == expected)
  }

  @Test(arguments: ["pause mirror", "pause ", "is ", "re", "list -s ", "list --status r"])
  func `what is not sure is shown at the second Tab`(line: String) {
    #expect(Self.complete(line) == .nothing || line == "re")
    guard case .show(let lines) = Self.complete(line, isRepeated: true) else {
      Issue.record("nothing was shown")
      return
    }
    #expect(lines.count > 1)
  }

  @Test func `jobs are shown with what they are, in order`() {
    #expect(
      Self.complete("is ", isRepeated: true)
        == .show([
          "backup0   backup  running 50%",
          "image0    create  concluded",
          "mirror0   mirror  ready 100%",
          "mirror1   mirror  running 50%",
          "mirror10  mirror  paused",
        ])
    )
  }

  @Test func `hidden files are shown where a dot asks for them`() {
    #expect(Self.complete("list -s .") == .replace(0, with: "hidden "))
  }

  @Test(arguments: [
    ("pause zz", "no job that begins with 'zz' accepts pause"),
    ("finalize ", "no job accepts finalize"),
    ("resume mirror10 ", "no other job accepts resume"),
    ("is zz", "there is no job that begins with 'zz'"),
    ("nothing x", "nothing more belongs here"),
    ("quit --", "--socket"),
    ("watch --timeout ", "DURATION belongs here"),
    ("list --status=zz", "STATUS,... belongs here, and none that begins with 'zz'"),
    ("zz", "COMMAND belongs here, and none that begins with 'zz'"),
    ("list -s zz", "there is no file that begins with 'zz'"),
    ("qmp zz", "the server has no command that begins with 'zz'"),
    ("pause -s /x m", "the jobs of another server are not known here"),
  ])
  func `nothing to offer says why`(line: String, reason: String) {
    guard case .show(let lines) = Self.complete(line, isRepeated: true) else {
      Issue.record("nothing was said")
      return
    }
    if reason.hasPrefix("--") {
      #expect(lines.contains { $0.hasPrefix(reason) })
    } else {
      #expect(lines == [reason])
    }
  }

  @Test func `without jobs, and without a connection`() {
    let idle = ShellCompleter(jobs: [], version: QEMUVersion(7, 2))
    #expect(Self.complete("pause ", by: idle) == .show(["there are no jobs"]))
    let unconnected = ShellCompleter(jobs: nil, version: QEMUVersion(7, 2))
    let reason = "not connected: no job is known"
    #expect(Self.complete("pause ", by: unconnected) == .show([reason]))
    #expect(
      Self.complete("qmp ", by: idle) == .show(["the server's commands are not known yet"])
    )
  }

  @Test(arguments: ["list # pau", "list a\\", "pause \"a\\"])
  func `in comments and behind backslashes nothing happens`(line: String) {
    #expect(Self.complete(line) == .nothing)
  }

  @Test func `of ten thousand the first in order are shown, as many as there is room for`() {
    let jobs = (0..<10_000).map {
      Job(id: "job\($0)", type: .known(.backup), status: .known(.running))
    }
    let completer = ShellCompleter(
      jobs: jobs.shuffled(),
      version: QEMUVersion(7, 2),
      rows: 10,
      columns: 40
    )
    #expect(Self.complete("pause ", by: completer) == .replace(0, with: "job"))
    #expect(Self.complete("pause job", by: completer) == .nothing)
    #expect(Self.complete("pause job999", by: completer) == .nothing)
    #expect(
      Self.complete("pause job", isRepeated: true, by: completer)
        == .show([
          "job0   job6   job12  job18  job24  job30",
          "job1   job7   job13  job19  job25  job31",
          "job2   job8   job14  job20  job26  job32",
          "job3   job9   job15  job21  job27  job33",
          "job4   job10  job16  job22  job28  job34",
          "job5   job11  job17  job23  job29  job35",
          "(9964 more)",
        ])
    )
  }
}
