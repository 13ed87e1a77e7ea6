/// A shell that has a completion script.
package enum Shell: String, CaseIterable, Choosable {
  case bash
  case zsh
  case fish

  package var summary: String {
    switch self {
    case .bash: "GNU bash, from 4.4 on"
    case .zsh: "the Z shell, from 5.0 on"
    case .fish: "fish, from 3.4 on"
    }
  }

  /// How the script's file is called where the shell looks for it.
  package var fileName: String {
    switch self {
    case .bash: "jobctl.bash"
    case .zsh: "_jobctl"
    case .fish: "jobctl.fish"
    }
  }

  package var script: String {
    switch self {
    case .bash: BashCompletion.script
    case .zsh: ZshCompletion.script
    case .fish: FishCompletion.script
    }
  }
}
