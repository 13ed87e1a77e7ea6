import Foundation

// make soak

do {
  let words = CommandLine.arguments
  guard words.count == 3, let seconds = Int(words[2]), seconds >= 20 else {
    throw Failure(reason: "usage: Soak JOBCTL SECONDS, 20 or more (see 'make soak')")
  }
  var soak = try Soak(jobctl: words[1], seconds: seconds)
  exit(try soak.run() ? EXIT_SUCCESS : EXIT_FAILURE)
} catch {
  print("FAILED: \(error)")
  exit(EXIT_FAILURE)
}
