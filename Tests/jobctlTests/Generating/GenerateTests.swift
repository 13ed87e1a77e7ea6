import Foundation
import Glibc
import TestSupport
import Testing

@Suite struct GenerateTests {
  private let folder: TemporaryDirectory

  init() throws {
    folder = try TemporaryDirectory()
  }

  @Test func `the committed files are what the command table says`() throws {
    let result = try CommandRun.run(Jobctl.path, ["generate", "--check"], directory: Self.root)
    #expect(result == .ended(0), "make generate")
  }

  @Test(arguments: [
    "completions/jobctl.bash", "Tests/Shells/complete.bash", "Tests/Setup/require",
    "Tests/Setup/recount",
    "Tests/Demo/sandbox", "Tests/Demo/qemu", "Tests/Fuzzing/build", "Tests/Fuzzing/fuzz",
    ".ci/run", "Tests/QEMU/fetch", "Tests/QEMU/run",
    ".packaging/deb",
  ])
  func `shellcheck finds nothing in a script`(_ path: String) throws {
    #expect(try CommandRun.run("shellcheck", ["-x", path], directory: Self.root) == .ended(0))
  }

  @Test func `it writes every file, and then finds nothing to complain about`() throws {
    try generate()
    #expect(try folder.names() == ["completions", "man"])
    #expect(try Jobctl.run("generate", "--check", folder.path) == .ended(0))
  }

  @Test func `what is stale, missing or left over is named, with what to do`() throws {
    try generate()
    try folder.write("# edited\n", to: "completions/jobctl.bash")
    try FileManager.default.removeItem(atPath: folder.path("completions/_jobctl"))
    try folder.write("", to: "man/old.1")
    let complaints = """
      jobctl: completions/jobctl.bash is stale: run 'jobctl generate'
      jobctl: completions/_jobctl is stale: run 'jobctl generate'
      jobctl: man/old.1 is left over: run 'jobctl generate'

      """
    #expect(try Jobctl.run("generate", "--check", folder.path) == .ended(1, error: complaints))
    #expect(try folder.read("completions/jobctl.bash") == "# edited\n")
    try generate()
    #expect(try Jobctl.run("generate", "--check", folder.path) == .ended(0))
  }

  @Test func `a folder that cannot be written`() throws {
    let file = try folder.write("", to: "completions")
    let result = try Jobctl.run("generate", folder.path)
    #expect(result.status == 1)
    #expect(result.error == "jobctl: cannot write '\(file)/jobctl.bash': Not a directory\n")
  }

  static let root =
    URL(filePath: #filePath).appending(path: "../../../..").standardized.path()

  private func generate() throws {
    #expect(try Jobctl.run("generate", folder.path) == .ended(0))
  }
}
