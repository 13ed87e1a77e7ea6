import Glibc

/// What glibc has and the Glibc module leaves out, because it is imported without `_GNU_SOURCE`.
///
/// Functions are looked up by name; there is no C in the tests. Constants are those of every Linux port
/// that Swift runs on.
enum GNU {
  static let pollPeerClosed: Int16 = 0x2000
  static let spawnNewSession: Int32 = 0x80
  static let terminalNumber: UInt = 0x8004_5430
  static let terminalLock: UInt = 0x4004_5431

  static func pipe2(_ ends: UnsafeMutablePointer<Int32>, _ flags: Int32) -> Int32 {
    typealias Function = @convention(c) (UnsafeMutablePointer<Int32>, Int32) -> Int32
    return find("pipe2", as: Function.self)(ends, flags)
  }

  /// A descriptor that becomes readable when the process ends; not inherited by children.
  static func pidfdOpen(_ process: pid_t) -> Int32 {
    typealias Function = @convention(c) (pid_t, UInt32) -> Int32
    return find("pidfd_open", as: Function.self)(process, 0)
  }

  static func addCloseFrom(
    _ actions: UnsafeMutablePointer<posix_spawn_file_actions_t>,
    _ lowest: Int32
  ) -> Int32 {
    typealias Function =
      @convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, Int32) -> Int32
    return find("posix_spawn_file_actions_addclosefrom_np", as: Function.self)(actions, lowest)
  }

  static func addChangeDirectory(
    _ actions: UnsafeMutablePointer<posix_spawn_file_actions_t>,
    _ path: String
  ) -> Int32 {
    typealias Function =
      @convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, UnsafePointer<CChar>)
      -> Int32
    return find("posix_spawn_file_actions_addchdir_np", as: Function.self)(actions, path)
  }

  /// The columns of a character on a terminal, 0 for one that has none (wcwidth(3)).
  static func columns(of scalar: Unicode.Scalar) -> Int {
    _ = usesUTF8
    return max(0, Int(width(Int32(bitPattern: scalar.value))))
  }

  private static let width = find("wcwidth", as: (@convention(c) (Int32) -> Int32).self)
  private static let usesUTF8: Void = { _ = setlocale(LC_CTYPE, "C.UTF-8") }()

  private static func find<Function>(_ name: String, as type: Function.Type) -> Function {
    guard let address = dlsym(nil, name) else {
      preconditionFailure("the tests need glibc 2.36 or newer, for \(name)")
    }
    return unsafeBitCast(address, to: type)
  }
}
