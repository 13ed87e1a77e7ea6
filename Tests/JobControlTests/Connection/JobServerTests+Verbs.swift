import JobControl
import Jobs
import QMP
import Testing

extension JobServerTests {
  @Suite struct Verbs {
    private static let twoMirrors = [
      ServedJob("a", .mirror, .running), ServedJob("b", .mirror, .running),
    ]
    private static let actions: [VerbRequest.Action] = [
      .pause, .resume, .forceCancel, .complete, .finalize, .dismiss,
    ]

    @Test(arguments: actions)
    func `a modern server is asked once`(_ action: VerbRequest.Action) throws {
      let (_, lines) = try apply([VerbRequest(action, "a")], QEMUVersion(7, 2))
      #expect(lines == ["job-\(VerbRequest(action, "a").verb.rawValue) id=a"])
    }

    @Test(arguments: actions)
    func `an older server is asked twice, and once from then on`(
      _ action: VerbRequest.Action
    ) throws {
      let requests = [VerbRequest(action, "a"), VerbRequest(action, "b")]
      let (_, lines) = try apply(requests, QEMUVersion(2, 12))
      let verb = requests[0].verb.rawValue
      #expect(lines.count == 3)
      #expect(lines[0] == "job-\(verb) id=a")
      #expect(lines[1].hasPrefix("block-job-\(verb) ") && lines[1].contains("=a"))
      #expect(lines[2].hasPrefix("block-job-\(verb) ") && lines[2].contains("=b"))
    }

    @Test(arguments: [QEMUVersion(2, 12), QEMUVersion(7, 2), QEMUVersion(11, 1)])
    func `a speed has one command in every release`(_ version: QEMUVersion) throws {
      let rate = try ByteRate(parsing: "64K")
      let (results, lines) = try apply([VerbRequest(.setSpeed(rate), "a")], version)
      #expect(results == [nil])
      #expect(lines == ["block-job-set-speed device=a speed=65536"])
    }

    @Test func `what policy refuses is tried in the other family`() throws {
      var server = ScriptedServer(QEMUVersion(11, 1), jobs: Self.twoMirrors)
      server.forbidden = ["job-pause"]
      let (results, lines) = try apply(
        [VerbRequest(.pause, "a"), VerbRequest(.pause, "b")],
        server
      )
      #expect(results == [nil, nil])
      #expect(
        lines == [
          "job-pause id=a", "block-job-pause device=a",
          "block-job-pause device=b",
        ]
      )
    }

    @Test func `what policy refuses in both is told in its words`() throws {
      var server = ScriptedServer(QEMUVersion(11, 1), jobs: Self.twoMirrors)
      server.forbidden = ["job-pause", "block-job-pause"]
      let (results, _) = try apply([VerbRequest(.pause, "a")], server)
      #expect(
        results == [
          ServerError(.commandNotFound, "Deprecated command block-job-pause disabled by policy")
        ]
      )
    }

    @Test func `a refusal that is about the job ends it`() throws {
      let (results, lines) = try apply([VerbRequest(.complete, "a")], QEMUVersion(7, 2))
      #expect(
        results == [
          ServerError(
            .generic,
            "Job 'a' in state 'running' cannot accept command verb 'complete'"
          )
        ]
      )
      #expect(lines.count == 1)
    }

    @Test func `a verb for which the server has no command is a failure`() throws {
      let server = ScriptedServer(QEMUVersion(1, 0), commands: [], jobs: Self.twoMirrors)
      let requests = [VerbRequest(.pause, "a"), VerbRequest(.pause, "b")]
      #expect(throws: Failure.noCommand(for: requests[1])) { try apply(requests, server) }
    }

    // MARK: - Previews

    @Test(arguments: [
      (QEMUVersion(7, 2), VerbRequest.Action.pause, JobType.mirror, "job-pause"),
      (QEMUVersion(2, 12), .pause, .mirror, "block-job-pause"),
      (QEMUVersion(7, 2), .cancel, .mirror, "block-job-cancel"),
      (QEMUVersion(7, 2), .cancel, .backup, "job-cancel"),
      (QEMUVersion(2, 12), .cancel, .backup, "block-job-cancel"),
      (QEMUVersion(7, 2), .forceCancel, .mirror, "job-cancel"),
      (QEMUVersion(2, 12), .dismiss, .mirror, "block-job-dismiss"),
    ])
    func `a preview is the first command that the server lists`(
      _ version: QEMUVersion,
      _ action: VerbRequest.Action,
      _ type: JobType,
      _ command: String
    ) throws {
      let scripted = ScriptedServer(version, jobs: Self.twoMirrors)
      var server = JobServer(scripted)
      let preview = try server.preview(VerbRequest(action, "a"), type: .known(type))
      #expect(preview.command == command)
      #expect(scripted.log.lines == ["query-commands"])
    }

    @Test func `a preview without a command is a failure`() throws {
      var server = JobServer(
        ScriptedServer(QEMUVersion(2, 11), commands: ["query-commands", "query-block-jobs"])
      )
      let request = VerbRequest(.finalize, "a")
      var failure: Failure?
      do throws(Failure) {
        _ = try server.preview(request, type: nil)
      } catch {
        failure = error
      }
      #expect(failure == .noCommand(for: request))
    }

    // MARK: - Helpers

    private func apply(
      _ requests: [VerbRequest],
      _ version: QEMUVersion
    ) throws -> ([ServerError?], [String]) {
      try apply(requests, ScriptedServer(version, jobs: Self.twoMirrors))
    }

    private func apply(
      _ requests: [VerbRequest],
      _ scripted: ScriptedServer
    ) throws -> ([ServerError?], [String]) {
      var server = JobServer(scripted)
      var results: [ServerError?] = []
      for request in requests {
        switch try server.apply(request, type: .known(.mirror)) {
        case .success: results.append(nil)
        case .failure(let error): results.append(error)
        }
      }
      return (results, scripted.log.lines)
    }
  }
}
