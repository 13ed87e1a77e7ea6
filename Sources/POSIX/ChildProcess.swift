import CLinux
import Glibc

/// A command that this process runs (posix_spawn(3)).
package struct ChildProcess {
  package enum Ending: Hashable {
    case exit(Int32)
    case signal(Int32)
  }

  private let number: pid_t

  /// Starts a command, found along PATH, with one variable more in its environment.
  ///
  /// It gets default signal actions and no blocked signals, whatever this process has.
  package init(
    _ words: [String],
    setting variable: String,
    to value: String
  ) throws(SystemError) {
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    var defaults = sigset_t()
    sigemptyset(&defaults)
    sigaddset(&defaults, SIGPIPE)
    posix_spawnattr_setsigdefault(&attributes, &defaults)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    let arguments = words.map { strdup($0) } + [nil]
    defer { arguments.forEach { free($0) } }
    let entry = strdup("\(variable)=\(value)")
    defer { free(entry) }
    let variables = Self.environment(without: variable) + [entry, nil]
    var number: pid_t = 0
    let code = posix_spawnp(&number, words[0], nil, &attributes, arguments, variables)
    guard code == 0 else { throw SystemError(call: "posix_spawn", code: code) }
    self.number = number
  }

  /// This process's own variables but one (environ(7)); they stay its own.
  private static func environment(without name: String) -> [UnsafeMutablePointer<CChar>?] {
    var entries: [UnsafeMutablePointer<CChar>?] = []
    var next = clinux_environ()
    while let entry = next?.pointee {
      if strncmp(entry, name + "=", name.utf8.count + 1) != 0 { entries.append(entry) }
      next = next?.advanced(by: 1)
    }
    return entries
  }

  /// How it has ended; nil while it runs (waitpid(2)).
  package func poll() throws(SystemError) -> Ending? {
    var status: Int32 = 0
    guard try SystemError.check("waitpid", { waitpid(number, &status, WNOHANG) }) != 0 else {
      return nil
    }
    let signal = status & 0x7F
    return signal == 0 ? .exit((status >> 8) & 0xFF) : .signal(signal)
  }

  package func send(_ signal: Int32) {
    kill(number, signal)
  }
}

extension SystemError {
  package var isAlreadyInUse: Bool {
    code == EADDRINUSE
  }

  /// This process, or the system, can open nothing more.
  package var isOutOfResources: Bool {
    [EMFILE, ENFILE, ENOBUFS, ENOMEM].contains(code)
  }
}
