import Foundation

/// The target that the environment names, as `FUZZ_TARGET=json`.
private let target: FuzzTarget = {
  let name = ProcessInfo.processInfo.environment["FUZZ_TARGET"] ?? ""
  guard let target = FuzzTarget(rawValue: name) else {
    fatalError("no target '\(name)'; there are \(FuzzTarget.allCases.map(\.rawValue))")
  }
  return target
}()

/// What libFuzzer, which has the main function, calls with each input.
@_cdecl("LLVMFuzzerTestOneInput")
package func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  do {
    try target.check(Array(UnsafeBufferPointer(start: start, count: count)))
  } catch {
    fatalError("\(target.rawValue): \(error)")
  }
  return 0
}
