// swift-tools-version: 6.2

// One section a target, lowest layer first; dependencies one a line; no package from elsewhere.

import PackageDescription

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .treatAllWarnings(as: .error),
]

let package = Package(
  name: "jobctl",
  products: [
    .executable(name: "jobctl", targets: ["jobctl"])
  ],
  targets: [
    // The conversation with a QMP server: no descriptor, no clock.
    .target(
      name: "QMP",
      swiftSettings: settings,
    ),
    // What a job is: the state and verb tables, the record, the requests. Rounding needs libm.
    .target(
      name: "Jobs",
      dependencies: [
        "QMP"
      ],
      swiftSettings: settings,
      linkerSettings: [.linkedLibrary("m")],
    ),
    // The user interface as data, and the parser and renderers over it.
    .target(
      name: "CommandTable",
      dependencies: [
        "Jobs",
        "QMP",
        "Simulator",
      ],
      swiftSettings: settings,
    ),
    // A job server without a socket: the whole state machine, under time and verbs.
    .target(
      name: "Simulator",
      dependencies: [
        "Jobs",
        "QMP",
      ],
      swiftSettings: settings,
    ),
    // What the Glibc module leaves out of Linux.
    .target(
      name: "CLinux"
    ),
    // Descriptors, sockets, poll, signals, the terminal.
    .target(
      name: "POSIX",
      dependencies: [
        "CLinux"
      ],
      swiftSettings: settings,
    ),
    // libedit, the one package that the system must have.
    .systemLibrary(
      name: "CEditline",
      providers: [.apt(["libedit-dev"])],
    ),
    // A line that is edited while other things happen.
    .target(
      name: "LineEditing",
      dependencies: [
        "CEditline",
        "POSIX",
      ],
      swiftSettings: settings,
    ),
    // The program: performs on descriptors what was asked in words.
    .target(
      name: "JobControl",
      dependencies: [
        "CommandTable",
        "Jobs",
        "LineEditing",
        "POSIX",
        "QMP",
        "Simulator",
      ],
      swiftSettings: settings,
    ),
    .executableTarget(
      name: "jobctl",
      dependencies: [
        "JobControl",
        "POSIX",
      ],
      swiftSettings: settings,
    ),
    .testTarget(
      name: "POSIXTests",
      dependencies: [
        "POSIX",
        "TestSupport",
      ],
      swiftSettings: settings,
    ),
    .testTarget(
      name: "LineEditingTests",
      dependencies: [
        "LineEditing",
        "POSIX",
        "TestSupport",
      ],
      swiftSettings: settings,
    ),
    .testTarget(
      name: "QMPTests",
      dependencies: [
        "Fuzzing",
        "QMP",
      ],
      swiftSettings: settings,
    ),
    .testTarget(
      name: "SimulatorTests",
      dependencies: [
        "Jobs",
        "QMP",
        "Simulator",
        "TestSupport",
      ],
      swiftSettings: settings,
    ),
    .executableTarget(
      name: "Benchmarks",
      dependencies: [
        "Jobs",
        "QMP",
        "TestSupport",
      ],
      path: "Tests/Benchmarks",
      exclude: ["Contenders"],
      swiftSettings: settings,
    ),
    // What `make fuzz` feeds with any bytes, and the promises that it must keep.
    .target(
      name: "Fuzzing",
      dependencies: [
        "CommandTable",
        "JobControl",
        "QMP",
        "Simulator",
      ],
      path: "Tests/Fuzzing",
      exclude: ["Corpus", "build", "fuzz"],
      swiftSettings: settings,
    ),
    .testTarget(
      name: "FuzzingTests",
      dependencies: [
        "Fuzzing"
      ],
      swiftSettings: settings,
    ),
    // A long run under load, whose figures must stay what they are.
    .executableTarget(
      name: "Soak",
      dependencies: [
        "TestSupport"
      ],
      path: "Tests/Soak",
      swiftSettings: settings,
    ),
    // What tests share: directories, commands, servers real and scripted, golden files.
    .target(
      name: "TestSupport",
      path: "Tests/TestSupport",
      swiftSettings: settings,
    ),
    .testTarget(
      name: "JobsTests",
      dependencies: [
        "Jobs",
        "QMP",
        "TestSupport",
      ],
      exclude: ["Golden"],
      swiftSettings: settings,
    ),
    .testTarget(
      name: "CommandTableTests",
      dependencies: [
        "CommandTable",
        "Jobs",
        "QMP",
        "Simulator",
        "TestSupport",
      ],
      exclude: ["Golden"],
      swiftSettings: settings,
    ),
    .testTarget(
      name: "JobControlTests",
      dependencies: [
        "CommandTable",
        "JobControl",
        "Jobs",
        "LineEditing",
        "POSIX",
        "QMP",
        "TestSupport",
      ],
      exclude: ["Golden"],
      swiftSettings: settings,
    ),
    .testTarget(
      name: "TestSupportTests",
      dependencies: [
        "TestSupport",
        "jobctl",
      ],
      swiftSettings: settings,
    ),
    // The built binary, from outside.
    .testTarget(
      name: "jobctlTests",
      dependencies: [
        "TestSupport",
        "jobctl",
      ],
      exclude: ["Golden"],
      swiftSettings: settings,
    ),
    // The built binary, and servers that break every rule.
    .testTarget(
      name: "StormTests",
      dependencies: [
        "CommandTable",
        "TestSupport",
        "jobctl",
      ],
      exclude: ["valgrind.supp"],
      swiftSettings: settings,
    ),
    // The sandbox beside real servers.
    .testTarget(
      name: "ComparisonTests",
      dependencies: [
        "TestSupport",
        "jobctl",
      ],
      swiftSettings: settings,
    ),
  ],
  swiftLanguageModes: [.v6],
)
