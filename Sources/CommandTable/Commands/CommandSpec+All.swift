extension CommandSpec {
  /// The command table, in the order of the overview.
  package static let all = CommandName.allCases.map(\.spec)

  /// Those for people.
  package static let visible = all.filter { !$0.isHidden }

  package static func named(_ name: String) -> CommandSpec? {
    // One after the other: for so many words init(rawValue:) makes a dictionary first.
    CommandName.allCases.first { $0.rawValue == name }?.spec
      ?? all.first { $0.aliases.contains(name) }
  }
}
