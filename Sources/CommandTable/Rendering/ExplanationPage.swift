package import Jobs
package import QMP

/// What `explain` prints: QEMU's state machine, or a part of it, in words.
package enum ExplanationPage {
  /// The whole machine.
  package static var machine: String {
    [
      PlainText.wrap("Which status accepts which verb:"),
      PlainText.table([VerbTable.header] + VerbTable.rows),
      PlainText.wrap(VerbTable.legend),
      statuses,
      section("Types of jobs:", JobType.allCases.map { ($0.rawValue, $0.summary) }),
      PlainText.wrap(
        "All about one of these words: jobctl explain WORD. About a job: jobctl explain --job ID."
      ),
    ].joined(separator: "\n")
  }

  private static var statuses: String {
    JobStatus.allCases.filter { $0 != .undefined }.map { status in
      PlainText.wrap("\(status.rawValue): \(status.summary)")
        + PlainText.wrap(status.explanation, indent: 2) + next(after: status, indent: 2)
    }.joined(separator: "\n")
  }

  // MARK: - Words

  /// A paragraph each for what it is and what can be done.
  package static func page(about topic: ExplainOrder.Topic) -> String {
    switch topic {
    case .status(let status): page(about: status)
    case .verb(let verb): page(about: verb)
    case .type(let type): page(about: type)
    }
  }

  private static func page(about status: JobStatus) -> String {
    let verbs = JobVerb.allCases.compactMap { verb in
      verb.firstRelease(accepting: status).map { release in
        release == JobVerb.oldestRelease
          ? verb.rawValue : "\(verb.rawValue) (from \(release.short) on)"
      }
    }
    return [
      title("status", status.rawValue, status.summary),
      PlainText.wrap(status.explanation),
      PlainText.wrap(
        verbs.isEmpty ? "It accepts no verb." : "It accepts \(PlainText.list(verbs))."
      ),
      next(after: status, indent: 0),
    ].joined(separator: "\n")
  }

  private static func page(about verb: JobVerb) -> String {
    let parts =
      [title("verb", verb.rawValue, verb.summary), PlainText.wrap(verb.acceptance)]
      + verb.explanation.map { PlainText.wrap($0) }
      + [verb.requests].compactMap(\.self).map { PlainText.wrap($0) }
    return parts.joined(separator: "\n")
  }

  private static func page(about type: JobType) -> String {
    let family =
      type.isBlockJob
      ? "It has a speed limit." : "It has no speed limit, and only modern commands reach it."
    let since =
      type.since == JobVerb.oldestRelease ? "" : " QEMU has it since \(type.since.short)."
    return [
      title("type", type.rawValue, type.summary),
      PlainText.wrap(type.explanation),
      PlainText.wrap(family + since),
    ].joined(separator: "\n")
  }

  private static func title(_ kind: String, _ word: String, _ summary: String) -> String {
    PlainText.wrap("\(word) (\(kind)): \(summary)")
  }

  private static func next(after status: JobStatus, indent: Int) -> String {
    let steps = status.transitions.map { "\($0.to.rawValue) (\($0.cause))" }
    guard !steps.isEmpty else { return PlainText.wrap("Nothing comes next.", indent: indent) }
    return PlainText.wrap("Next: \(steps.joined(separator: "; ")).", indent: indent)
  }

  private static func section(_ title: String, _ rows: [(name: String, text: String)]) -> String {
    "\(title)\n\(PlainText.rows(rows))"
  }

  // MARK: - A job

  /// Where a job stands, and what each verb would do to it on a server of this version; the words of
  /// the server are taken as they are.
  package static func page(about job: Job, version: QEMUVersion) -> String {
    var parts = [PlainText.wrap(sentence(about: job))]
    if let type = job.type.known { parts.append(PlainText.wrap(type.explanation)) }
    guard let status = job.status.known else {
      parts.append(
        PlainText.wrap(
          "This jobctl does not know the status \(job.status.word), nor what may follow."
        )
      )
      return parts.joined(separator: "\n")
    }
    parts.append(
      PlainText.wrap("\(status.rawValue): \(status.summary).")
        + PlainText.wrap(status.explanation)
        + troubles(of: job) + next(after: status, indent: 0)
    )
    parts.append(section("What each verb would do to it now:", effects(on: job, version)))
    return parts.joined(separator: "\n")
  }

  private static func sentence(about job: Job) -> String {
    let type = job.type.known.map { "\($0.rawValue) (\($0.summary))" } ?? job.type.word
    return "\(job.id) is a job of type \(type), and now \(job.status.word)."
  }

  private static func troubles(of job: Job) -> String {
    var text = ""
    if let ioStatus = job.block?.ioStatus, ioStatus != "ok" {
      text += PlainText.wrap("An I/O error stopped it: its io-status is \(ioStatus).")
    }
    if let error = job.error { text += PlainText.wrap("The server says: \(error)") }
    return text
  }

  private static func effects(on job: Job, _ version: QEMUVersion) -> [(name: String, text: String)]
  {
    let effects = VerbEffect.all(on: job, version: version)
    return JobVerb.allCases.compactMap { verb in
      if let effect = effects.first(where: { $0.verb == verb }) {
        return (verb.rawValue, "it \(effect.sentence)")
      }
      return refusal(of: verb, for: job, version).map { (verb.rawValue, "refused: \($0)") }
    }
  }

  /// Nil for a verb that jobctl has no command for.
  private static func refusal(of verb: JobVerb, for job: Job, _ version: QEMUVersion) -> String? {
    if verb == .change { return nil }
    if verb == .setSpeed, !job.isBlockJob { return "only block jobs have a limit" }
    if verb == .complete, job.type.known?.canBecomeReady == false {
      return "a job of its type ends by itself"
    }
    let words = verb.acceptingStatuses(in: version).map(\.rawValue)
    return "accepted in \(PlainText.list(words))"
  }
}
