import Glibc

/// One client of a server thread: waits as long as it takes, until the owner stops the thread.
struct ServerConnection {
  /// Why there is nothing more to do for this client.
  enum End: Error {
    case stopped
    case peerLeft
  }

  let socket: OwnedDescriptor
  let stop: OwnedDescriptor
  private var framer = MessageFramer()

  init(_ socket: OwnedDescriptor, stop: OwnedDescriptor) {
    self.socket = socket
    self.stop = stop
    try? socket.makeNonBlocking()
  }

  /// The next message of the client.
  mutating func receive() throws(End) -> String {
    while true {
      if let message = framer.next() { return String(decoding: message, as: UTF8.self) }
      framer.append(try read())
    }
  }

  /// The next message of the client; nil when a byte comes on another descriptor first, which must
  /// not block.
  mutating func receive(unless gate: OwnedDescriptor) throws(End) -> String? {
    while true {
      if let message = framer.next() { return String(decoding: message, as: UTF8.self) }
      if (try? gate.readAvailable(atMost: 1))?.isEmpty == false { return nil }
      var poll = Poll()
      poll.add(gate.number)
      poll.add(stop.number)
      poll.add(socket.number)
      guard (try? poll.wait(until: nil)) == true else { throw .peerLeft }
      if poll.isReady(stop.number) { throw .stopped }
      if poll.isReady(socket.number) { framer.append(try read()) }
    }
  }

  /// Sends everything, waiting for the client to read.
  func send(_ bytes: [UInt8]) throws(End) {
    var rest = bytes[...]
    while !rest.isEmpty {
      try wait(for: POLLOUT)
      guard let count = (try? socket.writeAvailable(rest)) ?? nil else { throw .peerLeft }
      rest = rest.dropFirst(count)
    }
  }

  func send(_ message: JSON) throws(End) {
    try send(Array("\(message.text)\r\n".utf8))
  }

  /// Waits until the client leaves, without reading what it sends.
  func waitForPeerToLeave() throws(End) {
    while true { try wait(for: Int32(GNU.pollPeerClosed)) }
  }

  /// Waits for a byte on another descriptor, which must not block, and takes it.
  func wait(for gate: OwnedDescriptor) throws(End) {
    while (try? gate.readAvailable(atMost: 1))?.isEmpty != false {
      var poll = Poll()
      poll.add(gate.number)
      poll.add(stop.number)
      poll.add(socket.number, Int32(GNU.pollPeerClosed))
      guard (try? poll.wait(until: nil)) == true else { throw .peerLeft }
      if poll.isReady(stop.number) { throw .stopped }
      if poll.isHungUp(socket.number) { throw .peerLeft }
    }
  }

  /// Lets time pass, in which the client may leave.
  func pause(_ time: Duration) throws(End) {
    var poll = Poll()
    poll.add(stop.number)
    poll.add(socket.number, Int32(GNU.pollPeerClosed))
    guard (try? poll.wait(until: Deadline(after: time))) == true else { return }
    throw poll.isReady(stop.number) ? .stopped : .peerLeft
  }

  /// Closes this side for sending; receiving goes on.
  func finishSending() {
    shutdown(socket.number, Int32(SHUT_WR))
  }

  /// Makes closing the connection a reset; TCP only.
  func resetWhenClosed() {
    var option = linger(l_onoff: 1, l_linger: 0)
    setsockopt(
      socket.number,
      SOL_SOCKET,
      SO_LINGER,
      &option,
      socklen_t(MemoryLayout<linger>.size)
    )
  }

  private func read() throws(End) -> [UInt8] {
    while true {
      try wait(for: POLLIN)
      guard let bytes = try? socket.readAvailable() else { continue }
      guard !bytes.isEmpty else { throw .peerLeft }
      return bytes
    }
  }

  private func wait(for events: Int32) throws(End) {
    var poll = Poll()
    poll.add(socket.number, events)
    poll.add(stop.number)
    guard (try? poll.wait(until: nil)) == true else { throw .peerLeft }
    if poll.isReady(stop.number) { throw .stopped }
    if events != POLLIN, poll.isHungUp(socket.number) { throw .peerLeft }
  }
}
