import QMP
import Testing

@Suite struct ServerErrorTests {
  @Test(arguments: [
    ("GenericError", ServerError.Class.generic),
    ("CommandNotFound", .commandNotFound),
    ("DeviceNotActive", .deviceNotActive),
    ("DeviceNotFound", .deviceNotFound),
    ("KVMMissingCap", .other("KVMMissingCap")),
  ])
  func `a class keeps the name it has on the wire`(_ name: String, _ errorClass: ServerError.Class)
  {
    #expect(ServerError.Class(name) == errorClass)
    #expect(errorClass.name == name)
  }

  @Test func `an error reads as class and text`() {
    #expect("\(ServerError(.generic, "Job not found"))" == "GenericError: Job not found")
  }
}
