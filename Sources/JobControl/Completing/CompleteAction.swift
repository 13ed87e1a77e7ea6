import CommandTable
import Jobs
import QMP

/// `__complete`: words for the shells' scripts that only a server or the kernel can tell.
///
/// Whatever goes wrong, it says nothing and ends well: somebody is typing.
struct CompleteAction {
  /// For everything together.
  private static let limit = Duration.milliseconds(300)

  let order: CompleteOrder
  let context: Context

  func run() throws(Failure) -> ExitStatus {
    let end = context.environment.now().advanced(by: Self.limit)
    let offer = Completer().offer(
      for: order.words.last ?? "",
      after: Array(order.words.dropLast())
    )
    let candidates = found(for: offer, until: end) + offer.candidates
    let lines = candidates.filter { $0.word.isTypedAsItStands }.map { candidate in
      "\(offer.lead)\(candidate.word)\t\(Visible.text(candidate.summary))\n"
    }
    return try context.write(lines.joined())
  }

  private func found(
    for offer: CompletionOffer,
    until end: Instant
  ) -> [CompletionOffer.Candidate] {
    let found: [CompletionOffer.Candidate] =
      switch offer.slot {
      case .jobs(let slot): jobs(for: slot, at: offer.server, until: end)
      case .serverCommands: commands(at: offer.server, until: end)
      case .addresses: MonitorPaths.found.map { CompletionOffer.Candidate($0, "socket") }
      // The shells know better.
      case .files, .program, nil: []
      }
    return found.filter { $0.word.hasPrefix(offer.prefix) }
  }

  private func jobs(
    for slot: JobSlot,
    at address: String?,
    until end: Instant
  ) -> [CompletionOffer.Candidate] {
    guard var server = connect(to: address, until: end),
      let jobs = try? server.jobs(blockDetails: false)
    else { return [] }
    return jobs.filter(slot.admission(on: server.version))
      .sorted { SortOrder.precedes($0.id, $1.id) }
      .map { .init($0.id, slot.summary(of: $0)) }
  }

  private func commands(
    at address: String?,
    until end: Instant
  ) -> [CompletionOffer.Candidate] {
    guard var server = connect(to: address, until: end),
      let names = try? server.offeredCommands()
    else { return [] }
    return names.sorted().map { .init($0, "QMP command") }
  }

  /// Nil when there is no server, or none that answers in time.
  private func connect(
    to address: String?,
    until end: Instant
  ) -> JobServer<Connection>? {
    guard let globals = try? context.globals.brief(server: address, limit: Self.limit) else {
      return nil
    }
    let context = Context(environment: context.environment, globals: globals)
    do throws(Failure) {
      var server = try context.connect()
      server.channel.limitReplies(to: end, after: Self.limit)
      return server
    } catch {
      return nil
    }
  }
}

extension String {
  /// Whether no shell takes any of its characters for something else.
  ///
  /// Ids of QEMU's are so, and what is not is not to be put on somebody's command line.
  fileprivate var isTypedAsItStands: Bool {
    !isEmpty && !hasPrefix("-")
      && unicodeScalars.allSatisfy { scalar in
        scalar.isASCII
          && (scalar.properties.isAlphabetic
            || "0123456789-._/:@+,".unicodeScalars.contains(scalar))
      }
  }
}
