import Glibc

/// How to start a process: posix_spawn(3) with every descriptor decided.
///
/// The child gets the descriptors named here and no other, however many the test process has open, and
/// default signal actions. Without a terminal it leads a process group of its own; with one, a session.
struct Spawn {
  var executable: String
  var arguments: [String]
  var environment: [String: String]
  var directory: String?
  /// The child's number of each descriptor, and ours.
  var descriptors: [Int32: Int32] = [:]
  /// The path of a terminal that becomes the controlling one and the three standard streams.
  var terminal: String?

  /// Starts the process; the caller has to wait for it.
  func start() throws(SupportFailure) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    // Copies above every number that the child uses, so that no dup2 overwrites a source.
    let copies = try copyDescriptors()
    try add(to: &actions, copies)
    try set(&attributes)

    var process: pid_t = 0
    let result = withCStrings([executable] + arguments) { argv in
      withCStrings(environment.map { "\($0)=\($1)" }) { envp in
        posix_spawnp(&process, executable, &actions, &attributes, argv, envp)
      }
    }
    withExtendedLifetime(copies) {}
    guard result == 0 else { throw .system(call: "cannot start \(executable)", errno: result) }
    return process
  }

  private var highest: Int32 {
    max(2, descriptors.keys.max() ?? 0)
  }

  private func copyDescriptors() throws(SupportFailure) -> [Int32: OwnedDescriptor] {
    var copies: [Int32: OwnedDescriptor] = [:]
    for (target, source) in descriptors {
      let copy = try SupportFailure.check("fcntl") {
        fcntl(source, F_DUPFD_CLOEXEC, highest + 1)
      }
      copies[target] = OwnedDescriptor(adopting: copy)
    }
    return copies
  }

  private func add(
    to actions: inout posix_spawn_file_actions_t,
    _ copies: [Int32: OwnedDescriptor]
  ) throws(SupportFailure) {
    if let directory {
      try require("chdir", GNU.addChangeDirectory(&actions, directory))
    }
    if let terminal {
      // The leader of a new session gets its controlling terminal by opening one.
      try require("open", posix_spawn_file_actions_addopen(&actions, 0, terminal, O_RDWR, 0))
      try require("dup2", posix_spawn_file_actions_adddup2(&actions, 0, 1))
      try require("dup2", posix_spawn_file_actions_adddup2(&actions, 0, 2))
    }
    for target in 0...highest {
      if let copy = copies[target] {
        try require("dup2", posix_spawn_file_actions_adddup2(&actions, copy.number, target))
      } else if terminal == nil || target > 2 {
        try require("close", posix_spawn_file_actions_addclose(&actions, target))
      }
    }
    try require("closefrom", GNU.addCloseFrom(&actions, highest + 1))
  }

  private func set(_ attributes: inout posix_spawnattr_t) throws(SupportFailure) {
    var none = sigset_t()
    var all = sigset_t()
    sigemptyset(&none)
    sigfillset(&all)
    try require("sigmask", posix_spawnattr_setsigmask(&attributes, &none))
    try require("sigdefault", posix_spawnattr_setsigdefault(&attributes, &all))
    let group = terminal == nil ? Int32(POSIX_SPAWN_SETPGROUP) : GNU.spawnNewSession
    let flags = Int32(POSIX_SPAWN_SETSIGMASK) | Int32(POSIX_SPAWN_SETSIGDEF) | group
    try require("flags", posix_spawnattr_setflags(&attributes, Int16(flags)))
  }

  private func require(_ call: String, _ result: Int32) throws(SupportFailure) {
    guard result == 0 else { throw .system(call: "posix_spawn: \(call)", errno: result) }
  }

  private func withCStrings<Result>(
    _ strings: [String],
    _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
  ) -> Result {
    let pointers = strings.map { strdup($0) }
    defer { pointers.forEach { free($0) } }
    return body(pointers + [nil])
  }
}
