import Glibc
import POSIX
import TestSupport
import Testing

@Suite struct ChildProcessTests {
  @Test(arguments: [
    ("exit 7", ChildProcess.Ending.exit(7)), ("kill -TERM $$", .signal(SIGTERM)),
    ("kill -0 $PPID", .exit(0)),
  ])
  func `how it ended`(script: String, ending: ChildProcess.Ending) throws {
    #expect(try end(of: ChildProcess(["sh", "-c", script], setting: "A", to: "b")) == ending)
  }

  @Test func `it finds the variable, and no signal blocked`() throws {
    let script = "test \"$JOBCTL_TEST\" = 'a b' && grep -q '^SigBlk:.0*$' /proc/self/status"
    var all = sigset_t()
    sigfillset(&all)
    var previous = sigset_t()
    pthread_sigmask(SIG_SETMASK, &all, &previous)
    defer { pthread_sigmask(SIG_SETMASK, &previous, nil) }
    let child = try ChildProcess(["sh", "-c", script], setting: "JOBCTL_TEST", to: "a b")
    #expect(try end(of: child) == .exit(0))
  }

  @Test func `its variables are this process's, with the one in place of another`() throws {
    let path = try #require(getenv("PATH").map { String(cString: $0) })
    let script = "test \"$PATH\" = '\(path)' && test \"$HOME\" = changed"
    let shell = ["/bin/sh", "-c", script + " && test $(env | grep -c ^HOME=) = 1"]
    #expect(try end(of: ChildProcess(shell, setting: "HOME", to: "changed")) == .exit(0))
    #expect(getenv("HOME").map { String(cString: $0) } != "changed")
  }

  @Test func `a signal reaches it`() throws {
    let child = try ChildProcess(["sleep", "1000"], setting: "A", to: "b")
    #expect(try child.poll() == nil)
    child.send(SIGKILL)
    #expect(try end(of: child) == .signal(SIGKILL))
  }

  @Test(arguments: [("/nonexistent", ENOENT), ("/tmp", EACCES)])
  func `what is no command`(path: String, code: Int32) throws {
    #expect(throws: SystemError(call: "posix_spawn", code: code)) {
      _ = try ChildProcess([path], setting: "A", to: "b")
    }
  }

  /// Waits until it has ended; no longer than for a minute.
  private func end(of child: ChildProcess) throws -> ChildProcess.Ending? {
    let limit = MonotonicClock.now + .seconds(60)
    while MonotonicClock.now < limit {
      if let ending = try child.poll() { return ending }
      sched_yield()
    }
    return nil
  }
}
