import CommandTable
package import Jobs
package import LineEditing
package import QMP

/// What Tab does to a line of the shell: the table's offer, with its slots filled from what the shell
/// knows.
package struct ShellCompleter: Sendable {
  /// The jobs as they are known; nil while there is no connection.
  package let jobs: [Job]?
  package let version: QEMUVersion
  /// The commands of the server; nil while it has not told them.
  package let serverCommands: Set<String>?
  /// The paths of monitors on this machine.
  package let findMonitors: @Sendable () -> [String]
  /// The entries of a folder, those that are folders with a slash behind.
  package let listFolder: @Sendable (String) -> [String]
  /// Of the screen.
  package let rows: Int
  package let columns: Int

  package init(
    jobs: [Job]?,
    version: QEMUVersion,
    serverCommands: Set<String>? = nil,
    rows: Int = 24,
    columns: Int = 80,
    findMonitors: @escaping @Sendable () -> [String] = { [] },
    listFolder: @escaping @Sendable (String) -> [String] = { _ in [] }
  ) {
    self.jobs = jobs
    self.version = version
    self.serverCommands = serverCommands
    self.rows = rows
    self.columns = columns
    self.findMonitors = findMonitors
    self.listFolder = listFolder
  }

  private static let completer = Completer(commands: CommandSpec.inShell.filter { !$0.isHidden })

  package func complete(_ text: EditedText, isRepeated: Bool) -> LineEditor.Completion {
    let words = ShellWords(text.beforeCursor)
    // Behind a backslash or in a comment nothing can be gone on with.
    guard words.typing("") != nil else { return .nothing }
    let before = words.before.first == "jobctl" ? words.before.dropFirst() : words.before[...]
    let offer = Self.completer.offer(for: words.last, after: Array(before))
    let candidates = candidates(of: offer, inOrder: isRepeated)
    guard let common = Self.commonBeginning(of: candidates) else {
      return .show([reason(for: offer)])
    }
    if candidates.count == 1 {
      return finish(words, offer, candidates[0], before: text.afterCursor)
    }
    if common.utf8.count > offer.prefix.utf8.count {
      return type(Self.rest(of: common, behind: offer.prefix), words, "")
    }
    guard isRepeated else { return .nothing }
    return .show(CandidateList(candidates, rows: rows, columns: columns).lines)
  }

  // MARK: - Typing

  private func finish(
    _ words: ShellWords,
    _ offer: CompletionOffer,
    _ candidate: CompletionOffer.Candidate,
    before rest: String
  ) -> LineEditor.Completion {
    let more = Self.rest(of: candidate.word, behind: offer.prefix)
    guard !candidate.mayGoOn else { return type(more, words, "") }
    // What stands behind the cursor may end the word already.
    let closing = rest.hasPrefix(words.closing) ? "" : words.closing
    let isEnded = rest.hasPrefix(words.closing + " ") || (closing.isEmpty && !words.closing.isEmpty)
    return type(more, words, closing + (isEnded || rest.hasPrefix(" ") ? "" : " "))
  }

  private func type(_ more: String, _ words: ShellWords, _ end: String) -> LineEditor.Completion {
    guard let typed = words.typing(more), !(typed + end).isEmpty else { return .nothing }
    return .replace(0, with: typed + end)
  }

  private static func rest(of word: String, behind prefix: String) -> String {
    String(word.unicodeScalars.dropFirst(prefix.unicodeScalars.count))
  }

  /// Nil where there is no candidate.
  private static func commonBeginning(of candidates: [CompletionOffer.Candidate]) -> String? {
    guard var common = candidates.first?.word.unicodeScalars[...] else { return nil }
    for candidate in candidates.dropFirst() {
      let scalars = candidate.word.unicodeScalars
      let count = zip(common, scalars).prefix { $0 == $1 }.count
      if count < common.count { common = common.prefix(count) }
    }
    return String(common)
  }

  // MARK: - Candidates

  /// `inOrder` where they are to be shown.
  private func candidates(
    of offer: CompletionOffer,
    inOrder: Bool
  ) -> [CompletionOffer.Candidate] {
    offer.candidates + slotCandidates(of: offer, inOrder)
  }

  private func slotCandidates(
    of offer: CompletionOffer,
    _ inOrder: Bool
  ) -> [CompletionOffer.Candidate] {
    switch offer.slot {
    case nil: []
    // The jobs of another server are not known.
    case .jobs(let slot):
      offer.server == nil ? jobCandidates(slot, offer.prefix, inOrder) : []
    case .addresses: addresses(offer.prefix)
    case .files, .program: files(offer.prefix)
    case .serverCommands:
      (serverCommands ?? []).filter { $0.hasPrefix(offer.prefix) }.sorted().map { .init($0) }
    }
  }

  private func jobCandidates(
    _ slot: JobSlot,
    _ prefix: String,
    _ inOrder: Bool
  ) -> [CompletionOffer.Candidate] {
    let prefix = Array(prefix.utf8)
    let isAdmitted = slot.admission(on: version)
    let meant = (jobs ?? []).filter { $0.id.utf8.starts(with: prefix) && isAdmitted($0) }
    // Where there are too many to say what they are, putting all in order would take long, too.
    guard meant.count <= rows else {
      let ids = meant.map(\.id)
      return (inOrder ? firstInOrder(ids) : ids).map { .init($0) }
    }
    let width = meant.map(\.type.word.count).max() ?? 0
    return meant.sorted { SortOrder.precedes($0.id, $1.id) }.map { job in
      let gap = String(repeating: " ", count: width - job.type.word.count)
      return .init(job.id, job.type.word + gap + "  " + Self.standing(of: job))
    }
  }

  /// As many as a screen may show in order, then the others.
  private func firstInOrder(_ ids: [String]) -> [String] {
    let count = max(1, rows * columns / 8)
    var first: [String] = []
    var others: [String] = []
    for id in ids {
      if first.count == count, let last = first.last {
        guard SortOrder.precedes(id, last) else {
          others.append(id)
          continue
        }
        others.append(first.removeLast())
      }
      first.insert(id, at: Self.place(of: id, in: first))
    }
    return first + others
  }

  /// Where it belongs among those in order.
  private static func place(of id: String, in ids: [String]) -> Int {
    var (low, high) = (0, ids.count)
    while low < high {
      let middle = (low + high) / 2
      if SortOrder.precedes(ids[middle], id) { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// `ready 100%`.
  private static func standing(of job: Job) -> String {
    let permille = job.isBlockJob ? job.progress?.permille : nil
    return job.status.word + (permille.map { " \($0 / 10)%" } ?? "")
  }

  /// The monitors that are found, and the way to others.
  private func addresses(_ prefix: String) -> [CompletionOffer.Candidate] {
    let monitors = findMonitors().filter { $0.hasPrefix(prefix) }
    return monitors.map { .init($0, "socket") }
      + files(prefix).filter { !monitors.contains($0.word) }
  }

  /// The files whose names go on from `prefix`; hidden ones only where it says so.
  private func files(_ prefix: String) -> [CompletionOffer.Candidate] {
    let slash = prefix.lastIndex(of: "/")
    let folder = slash.map { String(prefix[...$0]) } ?? ""
    let beginning = slash.map { String(prefix[prefix.index(after: $0)...]) } ?? prefix
    return listFolder(folder.isEmpty ? "." : folder)
      .filter { $0.hasPrefix(beginning) && ($0.hasPrefix(".") == beginning.hasPrefix(".")) }
      .sorted()
      .map { .init(folder + $0, mayGoOn: $0.hasSuffix("/")) }
  }

  // MARK: - Nothing to offer

  private func reason(for offer: CompletionOffer) -> String {
    let beginning = offer.prefix.isEmpty ? "" : " that begins with \(Visible.quoted(offer.prefix))"
    switch offer.slot {
    case .jobs(let slot):
      if offer.server != nil { return "the jobs of another server are not known here" }
      guard let jobs else { return "not connected: no job is known" }
      if jobs.isEmpty { return "there are no jobs" }
      let job = (slot.taken.isEmpty ? "job" : "other job") + beginning
      guard let verb = slot.verb else { return "there is no \(job)" }
      return "no \(job) accepts \(verb.rawValue)"
    case .files, .addresses, .program: return "there is no file\(beginning)"
    case .serverCommands:
      return serverCommands == nil
        ? "the server's commands are not known yet" : "the server has no command\(beginning)"
    case nil:
      guard let placeholder = offer.placeholder else { return "nothing more belongs here" }
      return offer.prefix.isEmpty
        ? "\(placeholder) belongs here" : "\(placeholder) belongs here, and none\(beginning)"
    }
  }
}
