import Jobs
import QMP

/// An enumeration of the schema.
enum Enumeration: Hashable {
  case mirrorSync
  case onError
  case newImageMode
  case copyMode
  case completionMode
  case bitmapMode
  case onCopyError
  case jobType
  case driver
  case preallocation
  case transactionAction

  func words(in release: Release) -> [String] {
    switch self {
    case .mirrorSync:
      ["top", "full", "none", "incremental"] + (release.isAtLeast(4, 2) ? ["bitmap"] : [])
    case .onError: ["report", "ignore", "enospc", "stop", "auto"]
    case .newImageMode: ["existing", "absolute-paths"]
    case .copyMode: ["background", "write-blocking"]
    case .completionMode: ["individual", "grouped"]
    case .bitmapMode: ["on-success", "never", "always"]
    case .onCopyError: ["break-guest-write", "break-snapshot"]
    case .jobType: JobType.allCases.map(\.rawValue)
    case .driver:
      ImageOptions.creatableDrivers + ["quorum", "raw", "null-co", "null-aio", "throttle"]
    case .preallocation: ["off", "metadata", "falloc", "full"]
    case .transactionAction: ["abort", "blockdev-backup", "drive-backup"]
    }
  }

  func refusal(of word: String, name: String, _ release: Release) -> ServerError {
    release.isAtLeast(6, 0)
      ? .generic("Parameter '\(name)' does not accept value '\(word)'")
      : .generic("Invalid parameter '\(word)'")
  }
}
