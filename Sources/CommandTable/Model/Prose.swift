package import Jobs

/// Help text as pieces, so that each renderer can dress literals, variables and references its own
/// way.
///
/// Options are named by interpolating their handle, which makes a misspelt one a compiler's error.
package struct Prose: Hashable, Sendable {
  package enum Piece: Hashable, Sendable {
    case text(String)
    /// Something typed as it stands.
    case literal(String)
    /// Something to be replaced: `ID`.
    case variable(String)
    /// The long name of an option, without dashes.
    case option(String)
    /// A command, perhaps with options: what stands behind the program's name.
    case command(String)
    /// A manual page.
    case page(String, section: Int)

    var plain: String {
      switch self {
      case .text(let text), .literal(let text), .variable(let text): text
      case .option(let name): "--\(name)"
      case .command(let name): "'jobctl \(name)'"
      case .page(let name, let section): "\(name)(\(section))"
      }
    }
  }

  package let pieces: [Piece]

  /// As plain text.
  package var plain: String {
    pieces.map(\.plain).joined()
  }
}

extension Prose: ExpressibleByStringInterpolation {
  package struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var pieces: [Piece] = []

    package init(literalCapacity: Int, interpolationCount: Int) {}

    package mutating func appendLiteral(_ literal: String) {
      guard !literal.isEmpty else { return }
      pieces.append(.text(literal))
    }

    package mutating func appendInterpolation(_ option: Switch) {
      pieces.append(.option(option.spec.name))
    }

    package mutating func appendInterpolation<Value>(_ option: Option<Value>) {
      pieces.append(.option(option.spec.name))
    }

    package mutating func appendInterpolation<Value>(_ option: OptionalOption<Value>) {
      pieces.append(.option(option.spec.name))
    }

    package mutating func appendInterpolation(_ status: JobStatus) {
      pieces.append(.literal(status.rawValue))
    }

    package mutating func appendInterpolation(_ prose: Prose) {
      pieces += prose.pieces
    }

    /// Words like those around them.
    package mutating func appendInterpolation(text: String) {
      appendLiteral(text)
    }

    package mutating func appendInterpolation(literal: String) {
      pieces.append(.literal(literal))
    }

    package mutating func appendInterpolation(variable: String) {
      pieces.append(.variable(variable))
    }

    package mutating func appendInterpolation(page: String, section: Int) {
      pieces.append(.page(page, section: section))
    }

    package mutating func appendInterpolation(command: String) {
      pieces.append(.command(command))
    }
  }

  package init(stringLiteral value: String) {
    self.pieces = [.text(value)]
  }

  package init(stringInterpolation: StringInterpolation) {
    self.pieces = stringInterpolation.pieces
  }
}
