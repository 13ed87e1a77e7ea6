import POSIX
import QMP

/// A client that is served: its socket, and what it has not read yet.
final class ServedClient {
  private let descriptor: Descriptor
  /// A client that lags behind by more bytes than this when there is more for it is dropped.
  private let maximumBacklog: Int
  private var outgoing: ArraySlice<UInt8> = []
  /// The bytes of an answer that is larger than that by itself, until it has been taken.
  private var largeAnswer = 0
  /// It says nothing more, and is there for what it is still to take.
  var hasFinished = false
  /// When it last took something.
  private(set) var lastProgress = Instant.now

  init(_ descriptor: consuming Descriptor, maximumBacklog: Int) {
    self.descriptor = descriptor
    self.maximumBacklog = maximumBacklog
  }

  /// How many bytes it has not taken yet.
  var backlog: Int {
    outgoing.count
  }

  /// Whether it has been sent all there is for it.
  var isUpToDate: Bool {
    outgoing.isEmpty
  }

  /// Has the set wait for it; the answer is the entry for what arrives, or for its going where nothing
  /// is to be read.
  func add(to readiness: inout PollSet, reading: Bool) -> PollSet.Entry {
    if !outgoing.isEmpty { _ = readiness.add(descriptor, .writable) }
    return readiness.add(descriptor, reading ? .readable : .hangUp)
  }

  /// Sends what the socket takes; false when the client has gone or lags too far behind.
  func send(_ bytes: [UInt8]) -> Bool {
    if outgoing.isEmpty {
      outgoing = bytes[...]
      largeAnswer = 0
    } else if !bytes.isEmpty {
      guard outgoing.count <= maximumBacklog + largeAnswer else { return false }
      outgoing += bytes
    }
    if bytes.count > maximumBacklog { largeAnswer = max(largeAnswer, bytes.count) }
    do {
      while !outgoing.isEmpty, let count = try descriptor.send(outgoing) {
        outgoing = outgoing.dropFirst(count)
        lastProgress = .now
      }
      return true
    } catch {
      return false
    }
  }

  /// What has arrived: nil when the client has gone, empty when there is nothing.
  func receive(into buffer: inout [UInt8]) -> Int? {
    do {
      guard let count = try descriptor.read(into: &buffer) else { return 0 }
      return count > 0 ? count : nil
    } catch {
      return nil
    }
  }
}
