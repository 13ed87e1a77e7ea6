import Glibc

extension RunningCommand {
  /// The descriptors of a command to be: which it gets, and our ends of its pipes.
  struct Streams {
    /// The child's number of each descriptor, and ours.
    private(set) var numbers: [Int32: Int32]
    /// Where to write what the command reads.
    private(set) var writer: OwnedDescriptor?
    /// The child's ends of the pipes, to be closed here once it has them.
    private var theirs: [OwnedDescriptor] = []

    init(_ descriptors: [Int32: Int32]) {
      numbers = descriptors
    }

    mutating func connect(_ input: CommandInput) throws(SupportFailure) {
      switch input {
      case .null:
        give(0, try .open("/dev/null", O_RDONLY))
      case .bytes, .pipe:
        let (reader, writer) = try OwnedDescriptor.pipe()
        try writer.makeNonBlocking()
        give(0, reader)
        self.writer = writer
      case .closed:
        break
      case .descriptor(let number):
        numbers[0] = number
      }
    }

    /// Gives our end of the pipe when the output is to be captured.
    mutating func connect(
      _ output: CommandOutput,
      as number: Int32
    ) throws(SupportFailure) -> OwnedDescriptor? {
      switch output {
      case .captured:
        let (reader, writer) = try OwnedDescriptor.pipe()
        try reader.makeNonBlocking()
        give(number, writer)
        return reader
      case .null:
        give(number, try .open("/dev/null", O_WRONLY))
      case .brokenPipe:
        give(number, try OwnedDescriptor.pipe().writer)
      case .closed:
        break
      case .file(let path):
        give(number, try .open(path, O_WRONLY))
      case .descriptor(let ours):
        numbers[number] = ours
      }
      return nil
    }

    private mutating func give(_ number: Int32, _ descriptor: OwnedDescriptor) {
      numbers[number] = descriptor.number
      theirs.append(descriptor)
    }
  }
}
