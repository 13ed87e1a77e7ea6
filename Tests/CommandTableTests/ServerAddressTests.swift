import CommandTable
import Jobs
import Testing

@Suite struct ServerAddressTests {
  private static let addresses: [(String, ServerAddress)] = [
    ("/run/vm.qmp", .unix(path: "/run/vm.qmp")),
    ("vm.qmp", .unix(path: "vm.qmp")),
    ("unix:/run/vm.qmp", .unix(path: "/run/vm.qmp")),
    ("unix:tcp:h:1", .unix(path: "tcp:h:1")),
    ("unix:unix:", .unix(path: "unix:")),
    ("UNIX:x", .unix(path: "UNIX:x")),
    ("a b\n", .unix(path: "a b\n")),
    ("tcp:localhost:4444", .tcp(host: "localhost", port: 4444)),
    ("tcp::4444", .tcp(host: "localhost", port: 4444)),
    ("tcp:192.0.2.1:65535", .tcp(host: "192.0.2.1", port: 65535)),
    ("tcp:[::1]:4444", .tcp(host: "::1", port: 4444)),
    ("tcp:::1:4444", .tcp(host: "::1", port: 4444)),
    ("fd:0", .descriptor(0)),
    ("fd:3", .descriptor(3)),
    ("fd:2147483647", .descriptor(.max)),
  ]

  @Test(arguments: addresses)
  func `an address is a path, a host and port, or a descriptor`(
    _ text: String,
    _ address: ServerAddress
  ) throws {
    #expect(try ServerAddress(parsing: text) == address)
  }

  @Test(arguments: addresses.map(\.1))
  func `an address reads as it can be typed`(_ address: ServerAddress) throws {
    #expect(try ServerAddress(parsing: "\(address)") == address)
  }

  @Test(arguments: [
    ("", "names no socket"),
    ("unix:", "names no socket"),
    ("a\u{0}b", "holds a NUL"),
    ("tcp:", "is not tcp:HOST:PORT with a port from 1 to 65535"),
    ("tcp:host", "is not tcp:HOST:PORT with a port from 1 to 65535"),
    ("tcp:host:", "is not tcp:HOST:PORT with a port from 1 to 65535"),
    ("tcp:host:0", "is not tcp:HOST:PORT with a port from 1 to 65535"),
    ("tcp:host:65536", "is not tcp:HOST:PORT with a port from 1 to 65535"),
    ("tcp:host:-1", "is not tcp:HOST:PORT with a port from 1 to 65535"),
    ("tcp:host:+1", "is not tcp:HOST:PORT with a port from 1 to 65535"),
    ("tcp:host:http", "is not tcp:HOST:PORT with a port from 1 to 65535"),
    ("fd:", "is not fd: and the number of a descriptor"),
    ("fd:-1", "is not fd: and the number of a descriptor"),
    ("fd:+3", "is not fd: and the number of a descriptor"),
    ("fd:2147483648", "is not fd: and the number of a descriptor"),
    ("fd:stdin", "is not fd: and the number of a descriptor"),
  ])
  func `anything else is refused with the reason`(_ text: String, _ reason: String) {
    #expect(throws: ValueError(word: text, reason: reason)) { try ServerAddress(parsing: text) }
  }
}
