import Jobs

/// A node of the simulated block layer.
package struct Disk: Hashable, Sendable {
  /// An I/O error that a job meets.
  package struct Fault: Hashable, Sendable {
    package enum Operation: String, CaseIterable, Sendable {
      case read
      case write
    }

    package enum Cause: String, CaseIterable, Sendable {
      case io
      case noSpace = "nospace"

      /// strerror(3) of EIO and ENOSPC, as BLOCK_JOB_COMPLETED has it.
      var text: String {
        switch self {
        case .io: "Input/output error"
        case .noSpace: "No space left on device"
        }
      }
    }

    /// How much of the job is done when it happens, in bytes.
    package let offset: Int64
    package let operation: Operation
    package let cause: Cause
    /// How often it happens before the disk works again; 0 is for ever.
    package var count: Int

    package init(
      offset: Int64,
      operation: Operation = .read,
      cause: Cause = .io,
      count: Int = 1
    ) {
      self.offset = offset
      self.operation = operation
      self.cause = cause
      self.count = count
    }
  }

  package let name: String
  /// In bytes.
  package let size: Int64
  /// The part that holds data.
  package internal(set) var allocated: Int64
  /// The disk below, whose data this one only adds to.
  package internal(set) var backing: String?
  /// Bytes a second.
  package let bandwidth: Int64
  /// Bytes a second that a guest writes.
  package let growth: Int64
  package let faults: [Fault]

  /// How long after an error that is ignored the same one comes again, on a disk that stays broken.
  static let retryInterval = Duration.microseconds(200)
  package static let standardBandwidth: Int64 = 200 << 20

  package init(
    name: String,
    size: Int64,
    allocated: Int64? = nil,
    backing: String? = nil,
    bandwidth: Int64 = standardBandwidth,
    growth: Int64 = 0,
    faults: [Fault] = []
  ) {
    self.name = name
    self.size = size
    self.allocated = allocated ?? size
    self.backing = backing
    self.bandwidth = bandwidth
    self.growth = growth
    self.faults = faults
  }
}
