import Glibc

/// A process of this machine, as far as proc(5) tells.
package struct RunningProcess: Hashable, Sendable {
  package let number: Int32
  /// The command's name, at most 15 bytes of it.
  package let name: String
  /// It has been stopped, by SIGSTOP or a debugger.
  package let isStopped: Bool

  package init(number: Int32, name: String, isStopped: Bool = false) {
    self.number = number
    self.name = name
    self.isStopped = isStopped
  }

  /// Nil when it has ended, or when nothing is told about it.
  package init?(number: Int32) {
    guard number > 0,
      let bytes = try? FileContents.read("/proc/\(number)/stat", atMost: 1 << 16)
    else { return nil }
    // "3301 (qemu-system-x86) S 1 ...": the name may hold anything, parentheses too.
    let text = String(decoding: bytes, as: UTF8.self)
    guard let open = text.firstIndex(of: "("), let close = text.lastIndex(of: ")"), open < close
    else { return nil }
    let state = text[text.index(after: close)...].first { $0 != " " }
    self.init(
      number: number,
      name: String(text[text.index(after: open)..<close]),
      isStopped: state == "T" || state == "t"
    )
  }

  package var isThisProcess: Bool {
    number == getpid()
  }

  /// Asks it to end (SIGTERM).
  package func terminate() throws(SystemError) {
    _ = try SystemError.check("kill") { kill(number, SIGTERM) }
  }

  /// Sends it ``SignalDescriptor/retention``.
  package func retain() throws(SystemError) {
    _ = try SystemError.check("kill") { kill(number, SignalDescriptor.retention) }
  }

  /// The processes that have one of these sockets open, among those that this user may look into.
  package static func holding(sockets inodes: Set<UInt32>) -> [RunningProcess] {
    guard !inodes.isEmpty else { return [] }
    let owners = socketOwners().filter { inodes.contains($0.key) }.values.flatMap(\.self)
    return Set(owners).sorted().compactMap(RunningProcess.init(number:))
  }
}
