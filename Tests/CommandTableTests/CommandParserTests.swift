import CommandTable
import Jobs
import Testing

@Suite struct CommandParserTests {
  @Test(arguments: [
    "list --output json", "list -o json", "list -ojson", "ls --output=json", "list -r -o json -r",
    "list --output=table --output json", "-s /s list -o json", "list -o json --color never",
  ])
  func `a value may be given in any of four ways`(_ line: String) throws {
    #expect(try list(line).output.format == .json)
  }

  @Test(arguments: [
    "cancel -fyn 'a*'", "cancel -f -y -n 'a*'", "cancel --force --yes --dry-run 'a*'",
    "cancel 'a*' -fyn", "cancel -fy 'a*' -n", "cancel -nyf -nyf 'a*'",
  ])
  func `switches may be bundled, and stand anywhere`(_ line: String) throws {
    let order = try verb(line)
    #expect(order.action == .forceCancel)
    #expect(order.isConfirmed && order.isDryRun && !order.overridesInterlocks)
    #expect(order.selection == JobSelection(names: ["a*"]))
  }

  @Test func `a bundle may end in an option with a value`() throws {
    let order = try list("list -rojson")
    #expect(order.isReversed && order.output.format == .json)
    #expect(try list("list -ro json") == order)
  }

  @Test(arguments: [
    ("list -- -o json", ["-o", "json"]),
    ("list -- --help", ["--help"]),
    ("list a -- -- b", ["a", "--", "b"]),
    ("list - a", ["-", "a"]),
    ("list -1 -2x", ["-1", "-2x"]),
    ("-- list a", ["a"]),
    ("list 'a b' ''c", ["a b", "c"]),
  ])
  func `what is no option is an operand`(_ line: String, _ names: [String]) throws {
    #expect(try list(line).selection.names == names)
  }

  @Test func `the words of another program are left alone`() throws {
    guard case .sandbox(let order) = try CommandLine("sandbox -- sh -c '' -- -x").parse().action
    else { throw UnexpectedAction() }
    #expect(order.command == ["sh", "-c", "", "--", "-x"])
  }

  @Test func `a value may be empty, a dash, or look like an option`() throws {
    #expect(
      CommandLine("list -s ''").complaint == "--socket: '' names no socket (see 'jobctl help')"
    )
    #expect(try CommandLine("list -s -- a").parse().globals.server == .unix(path: "--"))
    #expect(try CommandLine("list -s --help").parse().globals.server == .unix(path: "--help"))
    #expect(try CommandLine("list --socket=a=b").parse().globals.server == .unix(path: "a=b"))
  }

  // MARK: - Globals

  @Test(arguments: [
    "--socket=/s --color never --connect-timeout 1s --reply-timeout=2m --debug list",
    "list --socket=/s --color never --connect-timeout 1s --reply-timeout=2m --debug",
    "--debug -s /s list --color=never --reply-timeout 2m --connect-timeout 1000ms a",
    "-s /other --color auto list -s /s --color never --connect-timeout 1 --reply-timeout 120 --debug",
  ])
  func `globals stand before the command or after it, and the last one counts`(
    _ line: String
  ) throws {
    let globals = try CommandLine(line).parse().globals
    #expect(globals.server == .unix(path: "/s"))
    #expect(globals.color == .never)
    #expect(globals.connectTimeout == .seconds(1))
    #expect(globals.replyTimeout == .seconds(120))
    #expect(globals.isDebugging)
  }

  @Test func `without globals the standard ones hold`() throws {
    #expect(try CommandLine("list").parse().globals == .standard)
    #expect(GlobalOptions.standard.connectTimeout == .seconds(5))
    #expect(GlobalOptions.standard.replyTimeout == .seconds(60))
  }

  // MARK: - Help

  @Test(arguments: [
    ("--help", nil), ("-h", nil), ("help", nil), ("-s /s -h", nil), ("--help nonsense", nil),
    ("list --help", "list"), ("ls -h", "list"), ("list -o xml --help", "list"),
    ("cancel -fh", "cancel"), ("show a b c -h", "show"), ("help set-speed", "set-speed"),
    ("help ls", "list"), ("help --help", "help"), ("--help list", "list"),
    ("-h -s /s ls", "list"),
  ])
  func `help is shown wherever it is asked for`(_ line: String, _ topic: String?) throws {
    #expect(try CommandLine(line).parse().action == .help(topic: topic))
  }

  @Test(arguments: ["version", "--version", "list --version", "--version list", "show --version"])
  func `the version is shown wherever it is asked for`(_ line: String) throws {
    #expect(try CommandLine(line).parse().action == .version)
  }

  // MARK: - Readers

  private func list(_ line: String) throws -> ListOrder {
    guard case .list(let order) = try CommandLine(line).parse().action else {
      throw UnexpectedAction()
    }
    return order
  }

  private func verb(_ line: String) throws -> VerbOrder {
    guard case .verb(let order) = try CommandLine(line).parse().action else {
      throw UnexpectedAction()
    }
    return order
  }
}

/// The line is another command's.
struct UnexpectedAction: Error {}
