import JobControl
import POSIX

Program.Ending.prepareProcess()
Program(words: ProcessArguments.words, environment: .process).run().endProcess()
