import JobControl

Program.Ending.prepareProcess()
Program(words: Array(CommandLine.arguments.dropFirst()), environment: .process).run().endProcess()
