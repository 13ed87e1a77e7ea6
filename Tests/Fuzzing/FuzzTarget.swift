/// What is fed any bytes at all, and must keep its promises over them.
///
/// `make fuzz` looks for inputs that break one, guided by the code they reach; the inputs of
/// `Corpus/` are where it begins, and are tests.
package enum FuzzTarget: String, CaseIterable, Sendable {
  case json
  case splitter
  case client
  case server
  case switchboard
  case commandLine = "command-line"
  case words
  case scenario

  package func check(_ input: [UInt8]) throws(Finding) {
    switch self {
    case .json: try JSONOracle.check(input)
    case .splitter: try SplitterOracle.check(input)
    case .client: try ClientOracle.check(input)
    case .server: try ServerOracle.check(input)
    case .switchboard: try SwitchboardOracle.check(input)
    case .commandLine: try CommandLineOracle.check(input)
    case .words: try WordsOracle.check(input)
    case .scenario: try ScenarioOracle.check(input)
    }
  }
}
