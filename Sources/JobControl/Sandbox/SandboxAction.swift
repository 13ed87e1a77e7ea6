import CommandTable
import POSIX
import QMP
import Simulator

/// `sandbox`: the simulated server on a socket, by itself or around a command.
struct SandboxAction {
  let order: SandboxOrder
  let context: Context

  func run() throws(Failure) -> Program.Ending {
    let release = Release(order.version)
    let scenario = try scenario(for: release)
    let signals: SignalDescriptor
    do throws(SystemError) {
      signals = try SignalDescriptor(
        SignalDescriptor.endings + [SignalDescriptor.hangUp, SignalDescriptor.childEnded]
      )
    } catch {
      throw .system(error)
    }
    var loop = SandboxLoop(
      scenario,
      release,
      order,
      listener: try listen(),
      signals: signals,
      note: context.note
    )
    let child = try spawn(at: loop.path)
    if child == nil { introduce(release, scenario.summary, loop.path) }
    do throws(SystemError) {
      return try loop.run(around: child)
    } catch {
      throw .system(error)
    }
  }

  private func listen() throws(Failure) -> Listener {
    // QEMU's backlog is 1; behind it connect(2) waits.
    let backlog: Int32 = order.servesOne ? 1 : 128
    do throws(SystemError) {
      guard let path = order.path else {
        return try Listener.inPrivateFolder(prefix: "jobctl-sandbox", backlog: backlog)
      }
      return try Listener(unixPath: path, backlog: backlog)
    } catch {
      throw .sandbox(
        order.path.map { .cannotListen(path: $0, error) } ?? .cannotListenPrivately(error)
      )
    }
  }

  private func spawn(at path: String) throws(Failure) -> ChildProcess? {
    guard let command = order.command.first else { return nil }
    do {
      return try ChildProcess(order.command, setting: "JOBCTL_SOCKET", to: path)
    } catch {
      throw .sandbox(.cannotRun(command: command, error))
    }
  }

  private func introduce(_ release: Release, _ summary: String, _ path: String) {
    let about = summary.isEmpty ? "" : ": \(Visible.text(summary))"
    context.environment.writeError(
      """
      jobctl: a sandbox that plays QEMU \(release.version) with \(Visible.quoted(order.scenario))\(about)
      Ctrl-C ends it. To reach it from another terminal:
        export JOBCTL_SOCKET=\(Visible.text(path))
        jobctl list

      """
    )
  }

  // MARK: - Scenarios

  private func scenario(for release: Release) throws(Failure) -> Scenario {
    if let builtIn = BuiltInScenario(rawValue: order.scenario) {
      return builtIn.scenario(for: release)
    }
    let bytes: [UInt8]
    do {
      bytes = try FileContents.read(order.scenario, atMost: 64 << 20)
    } catch {
      throw .sandbox(
        error.isNotFound
          ? .unknownScenario(order.scenario)
          : .unreadableScenario(path: order.scenario, error)
      )
    }
    do {
      return try ScenarioReader.read(bytes.span)
    } catch {
      throw .sandbox(.wrongScenario(path: order.scenario, error))
    }
  }
}
