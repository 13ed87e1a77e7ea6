import JobControl
import Jobs
import QMP
import Testing

@Suite struct JobServerTests {
  private static let jobs = [
    ServedJob("m0", .mirror, .ready), ServedJob("c0", .create, .running),
  ]
  private static let modern = QEMUVersion(7, 2, 22)
  private static let old = QEMUVersion(2, 12)

  // MARK: - Looking

  @Test func `one query is enough for what every job tells`() throws {
    let scripted = ScriptedServer(Self.modern, jobs: Self.jobs)
    var server = JobServer(scripted)
    #expect(try server.jobs(blockDetails: false).map(\.id) == ["m0", "c0"])
    #expect(scripted.log.lines == ["query-jobs"])
    #expect(server.version == Self.modern)
  }

  @Test func `details of block jobs are added to the list of all`() throws {
    let scripted = ScriptedServer(Self.modern, jobs: Self.jobs)
    var server = JobServer(scripted)
    let jobs = try server.jobs(blockDetails: true)
    #expect(jobs.map(\.id) == ["m0", "c0"])
    #expect(jobs.map(\.block?.speed?.bytesPerSecond) == [65536, nil])
    // The later query counts.
    #expect(jobs.map(\.progress?.current) == [2048, 1024])
    #expect(scripted.log.lines == ["query-jobs", "query-block-jobs"])
  }

  @Test func `an older server is asked in its own words, which is remembered`() throws {
    let scripted = ScriptedServer(Self.old, jobs: Self.jobs)
    var server = JobServer(scripted)
    #expect(try server.jobs(blockDetails: false).map(\.id) == ["m0"])
    #expect(try server.jobs(blockDetails: true).map(\.id) == ["m0"])
    #expect(try server.job("m0", blockDetails: false)?.block != nil)
    #expect(
      scripted.log.lines == [
        "query-jobs", "query-block-jobs", "query-block-jobs", "query-block-jobs",
      ]
    )
  }

  @Test func `a server that lacks the details still lists its jobs`() throws {
    let scripted = ScriptedServer(Self.modern, commands: ["query-jobs"], jobs: Self.jobs)
    var server = JobServer(scripted)
    #expect(try server.jobs(blockDetails: true).map(\.block) == [nil, nil])
  }

  @Test func `a server without either query knows no jobs`() throws {
    let scripted = ScriptedServer(Self.modern, commands: ["query-commands"])
    var server = JobServer(scripted)
    for _ in 1...2 {
      var failure: Failure?
      do throws(Failure) { _ = try server.jobs(blockDetails: true) } catch { failure = error }
      #expect(failure == .noJobCommands)
    }
    #expect(scripted.log.lines == ["query-jobs", "query-block-jobs"])
  }

  @Test func `a refused query is a failure with the server's words`() throws {
    let refusal = ServerError(
      .generic,
      "The command 'query-jobs' is permitted only after machine initialization has completed"
    )
    var scripted = ScriptedServer(Self.modern)
    scripted.replies["query-jobs"] = .failure(refusal)
    #expect(failure(of: scripted) == .commandRefused(Request("query-jobs"), refusal))
  }

  @Test(arguments: [[:], .null, ["id"], [["id": "a"]]] as [JSONValue])
  func `a reply that is no list of jobs is a failure`(_ reply: JSONValue) throws {
    var scripted = ScriptedServer(Self.modern)
    scripted.replies["query-jobs"] = .success(reply)
    #expect(failure(of: scripted) == .unexpectedReply(command: "query-jobs"))
  }

  @Test func `one job is found by its whole id`() throws {
    var server = JobServer(ScriptedServer(Self.modern, jobs: Self.jobs))
    #expect(try server.job("c0", blockDetails: false)?.type == .known(.create))
    #expect(try server.job("c", blockDetails: false) == nil)
    #expect(try server.job("", blockDetails: false) == nil)
  }

  private func failure(of scripted: ScriptedServer) -> Failure? {
    var server = JobServer(scripted)
    do throws(Failure) {
      _ = try server.jobs(blockDetails: false)
      return nil
    } catch {
      return error
    }
  }
}
