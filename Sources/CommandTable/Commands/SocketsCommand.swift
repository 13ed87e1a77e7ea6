extension CommandSpec {
  private static let probe = Switch(
    "probe",
    help: "Connect to those that are free for a moment, and ask for version and guest."
  )

  static let sockets = CommandSpec(
    name: "sockets",
    group: .other,
    summary: "list the QMP sockets of this machine, and who holds them",
    operands: [],
    options: [probe.spec, OutputOptions.output.spec, OutputOptions.noHeader.spec],
    discussion: [
      """
      They are found on the command lines of QEMU processes, among the sockets on which somebody listens (by names \
      with qmp, monitor, qemu or jobctl), and among the files that libvirt, Proxmox VE and people leave behind. \
      Without root, less is told of other users' processes.
      """,
      """
      The state is \(literal: "free") for a socket that serves nobody, \(literal: "held") with the clients that it \
      serves, \(literal: "stopped") when its process is stopped, \(literal: "stale") for a file on which nobody \
      listens, and \(literal: "unknown") where nothing tells, as for TCP. A monitor serves one client at a time, so \
      nothing is connected to without \(probe).
      """,
    ],
    examples: [
      Example("sockets", "where the monitors are"),
      Example("sockets --probe -o jsonl", "with versions, for a program"),
    ]
  ) { arguments throws(UsageError) in
    .sockets(
      SocketsOrder(
        format: try arguments(OutputOptions.output) ?? .table,
        showsHeader: !arguments(OutputOptions.noHeader),
        probes: arguments(probe)
      )
    )
  }
}
