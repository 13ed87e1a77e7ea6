import Jobs

extension JobField {
  /// How it stands in tables.
  var column: TextColumn {
    TextColumn(
      name: rawValue,
      header: header,
      isNumber: isNumber,
      isKey: isKey,
      isFreeText: isFreeText,
      importance: importance
    )
  }

  private var header: String {
    switch self {
    case .currentProgress: "CURRENT"
    case .totalProgress: "TOTAL"
    case .etaSeconds: "ETA"
    case .autoFinalize: "FINALIZE"
    case .autoDismiss: "DISMISS"
    case .id, .type, .status, .percent, .rate, .speed, .device, .ioStatus, .ready, .error:
      rawValue.uppercased()
    }
  }

  private var isNumber: Bool {
    switch self {
    case .currentProgress, .totalProgress, .percent, .rate, .etaSeconds, .speed: true
    case .id, .type, .status, .device, .ioStatus, .ready, .autoFinalize, .autoDismiss, .error: false
    }
  }

  /// Whether a row without it would not tell enough.
  private var isKey: Bool {
    self == .id || self == .status
  }

  /// Whether it holds text of any length that no row is known by.
  private var isFreeText: Bool {
    self == .device || self == .error
  }

  /// The less important, the earlier it gives way.
  private var importance: Int {
    switch self {
    case .currentProgress: 0
    case .device: 1
    case .autoFinalize, .autoDismiss: 2
    case .ready: 3
    case .totalProgress: 4
    case .ioStatus: 5
    case .rate, .speed: 6
    case .error: 7
    case .type: 8
    case .etaSeconds, .percent: 9
    case .status: 10
    case .id: 11
    }
  }
}
