import TestSupport
import Testing

/// Command lines that cannot be understood: status 2, one line, and no server is asked.
@Suite struct UsageTests {
  /// The words, the beginning of the complaint, and the page where help is.
  private static let table = """
    frobnicate                    | unknown command 'frobnicate'                        |
    puase j                       | unknown command 'puase'; did you mean 'pause'?      |
    version 2                     | unexpected word '2'                                 | version
    help nothing                  | unknown command 'nothing'                           |
    show                          | missing ID                                          | show
    show a b                      | unexpected word 'b'                                 | show
    pause                         | missing ID                                          | pause
    pause ''                      | operand 1 is empty                                  | pause
    pause -x j                    | unknown option '-x'                                 | pause
    pause --yes j                 | unknown option '--yes'                              | pause
    pause --override j            | unknown option '--override'                         | pause
    pause --all j                 | --all and 'j' exclude each other                    | pause
    pause --type mirror j         | --type and --status go with --all or a pattern,     | pause
    cancel --yes                  | missing ID                                          | cancel
    set-speed                     | missing RATE                                        | set-speed
    set-speed 5M                  | missing ID                                          | set-speed
    set-speed j                   | missing RATE                                        | set-speed
    set-speed j k                 | 'k' is not a rate; say bytes a second,              | set-speed
    set-speed j -5                | '-5' is negative; use 0 or 'unlimited'              | set-speed
    set-speed j 1e3               | '1e3' has an unknown unit; use K, M, G or T,        | set-speed
    set-speed j 10MB              | '10MB' could mean powers of 1000;                   | set-speed
    set-speed j 10Mbit            | '10Mbit' counts bits; rates are in bytes            | set-speed
    set-speed j 99999999999G      | '99999999999G' is not a number of bytes a second    | set-speed
    qmp                           | missing COMMAND                                     | qmp
    qmp quit now                  | 'now' is neither KEY=VALUE nor a JSON object        | qmp
    qmp a {                       | '{' is not JSON: the text ends early                | qmp
    qmp a b=1 b=2                 | 'b=2' sets what another pair has set                | qmp
    list --speed                  | unknown option '--speed'                            | list
    list --colums id              | unknown option '--colums'; did you mean '--columns' | list
    list --columns                | --columns needs a value: FIELD,...                  | list
    list --columns=               | --columns: '' is not one of id, type,               | list
    list --columns id,sped        | --columns: 'sped' is not one of id, type,           | list
    list --columns id,,type       | --columns: '' is not one of id, type,               | list
    list --status done            | --status: 'done' is not one of created, running,    | list
    list --status null            | --status: 'null' is not one of created, running,    | list
    list --type cancel            | --type: 'cancel' is not one of commit, stream,      | list
    list --sort rate              | --sort: 'rate' is not one of id, type,              | list
    list -o xml                   | --output: 'xml' is not one of table, wide,          | list
    list --color sometimes        | --color: 'sometimes' is not one of auto,            |
    list --debug=yes              | --debug takes no value                              | list
    list --connect-timeout 0      | --connect-timeout: '0' is not a duration from 1ms   |
    list --connect-timeout -1s    | --connect-timeout: '-1s' is not a duration; say     |
    list --connect-timeout 1e3    | --connect-timeout: '1e3' is not a duration; say     |
    list --connect-timeout 10min  | --connect-timeout: '10min' is not a duration; say   |
    list --reply-timeout 99999d   | --reply-timeout: '99999d' is not a duration from    |
    list --reply-timeout infinity | --reply-timeout: 'infinity' is not a duration; say  |
    list -s                       | -s needs a value: ADDRESS                           | list
    list --socket                 | --socket needs a value: ADDRESS                     | list
    list -s ''                    | --socket: '' names no socket                        |
    list -s unix:                 | --socket: 'unix:' names no socket                   |
    list -s fd:                   | --socket: 'fd:' is not fd: and the number           |
    list -s fd:-1                 | --socket: 'fd:-1' is not fd: and the number         |
    list -s fd:99999999999        | --socket: 'fd:99999999999' is not fd: and           |
    list -s tcp:localhost         | --socket: 'tcp:localhost' is not tcp:HOST:PORT      |
    list -s tcp:localhost:0       | --socket: 'tcp:localhost:0' is not tcp:HOST:PORT    |
    list -s tcp:localhost:65536   | --socket: 'tcp:localhost:65536' is not tcp:HOST     |
    """

  @Test(arguments: table.split(separator: "\n"))
  func `what is wrong is named, and where help is`(row: Substring) throws {
    let cells = row.split(separator: "|").map { cell in
      cell.split(separator: " ").map { $0 == "''" ? "" : String($0) }
    }
    let error = try run(cells[0])
    let complaint = row.split(separator: "|")[1].drop { $0 == " " }
    let end = complaint.lastIndex { $0 != " " } ?? complaint.startIndex
    #expect(error.hasPrefix("jobctl: \(complaint[...end])"))
    let page = cells.count > 2 ? " \(cells[2][0])" : ""
    #expect(error.hasSuffix(" (see 'jobctl help\(page)')\n"))
  }

  @Test func `no command at all`() throws {
    #expect(try run([]) == "jobctl: no command given (see 'jobctl help')\n")
  }

  @Test func `words of any length`() throws {
    let long = String(repeating: "x", count: 100_000)
    for words in [[long], ["list", "--\(long)"], ["list", "--columns", long], ["help", long]] {
      #expect(try run(words).contains(long))
    }
  }

  /// What is said on standard error; the server given is one that must not be asked.
  private func run(_ words: [String]) throws -> String {
    let server = try FakeMonitor([.stall])
    let result = try Jobctl.run(words, environment: ["JOBCTL_SOCKET": server.address])
    #expect(result.status == 2 && result.output.isEmpty)
    #expect(result.error.count { $0 == "\n" } == 1)
    #expect(server.log.connections.isEmpty)
    return result.error
  }
}
