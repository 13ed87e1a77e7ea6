import JobControl
import Testing

@Suite struct QEMUCommandLineTests {
  typealias Place = QEMUCommandLine.Place

  private static let lines: [(String, [Place], [Place])] = [
    ("-qmp unix:/run/vm.qmp,server=on,wait=off", [.unix(path: "/run/vm.qmp")], []),
    ("-qmp unix:/run/vm.qmp,server,nowait", [.unix(path: "/run/vm.qmp")], []),
    ("-qmp unix:path=a,,b,server=on", [.unix(path: "a,b")], []),
    ("--qmp-pretty tcp:127.0.0.1:4444,server=on", [.tcp(host: "127.0.0.1", port: "4444")], []),
    ("-qmp tcp::4444,server", [.tcp(host: "", port: "4444")], []),
    // It calls somebody.
    ("-qmp unix:/run/vm.qmp", [], []),
    ("-qmp stdio -qmp tcp:localhost,server", [], []),
    ("-monitor unix:/run/hmp,server=on", [], [.unix(path: "/run/hmp")]),
    (
      "-chardev socket,id=m,path=/run/m,server=on,wait=off -mon chardev=m,mode=control",
      [.unix(path: "/run/m")], []
    ),
    ("-mon m,mode=control -chardev socket,id=m,fd=25,server=on", [.descriptor("25")], []),
    ("-chardev socket,id=m,path=/run/m,server=on -mon m", [], [.unix(path: "/run/m")]),
    ("-chardev socket,id=m,path=/run/m -mon m,mode=control", [], []),
    (
      "-chardev socket,id=m,host=::1,port=1,server=on -qmp chardev:m",
      [.tcp(host: "::1", port: "1")], []
    ),
    (
      "--chardev socket,id=a,path=a,server=on --monitor chardev=a,pretty=on",
      [.unix(path: "a")], []
    ),
    (
      "-chardev socket,id=agent,path=/run/agent,server=on -device virtserialport,chardev=agent",
      [], [.unix(path: "/run/agent")]
    ),
    ("-chardev file,id=m,path=/run/m -mon m,mode=control", [], []),
    ("-m 4G -qmp", [], []),
    ("", [], []),
  ]

  @Test(arguments: lines)
  func `monitors are told from other sockets`(
    _ line: String,
    _ monitors: [Place],
    _ others: [Place]
  ) {
    let read = QEMUCommandLine(line.split(separator: " ").map(String.init))
    #expect(read.monitors == monitors)
    #expect(read.others == others)
  }

  @Test(arguments: [
    ("-name vm1", "vm1"), ("-name guest=a b,,c,debug-threads=on", "a b,c"),
    ("-name vm1,process=qemu", "vm1"), ("-m 4G", nil), ("-name", ""),
  ])
  func `a guest has a name`(_ line: String, _ name: String?) {
    let words = line.split(separator: " ", maxSplits: 1).map(String.init)
    #expect(QEMUCommandLine(words).name == name)
  }
}
