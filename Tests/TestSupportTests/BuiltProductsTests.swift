import Foundation
import TestSupport
import Testing

@Suite struct BuiltProductsTests {
  @Test func `the executables lie beside the test runner`() {
    #expect(FileManager.default.isExecutableFile(atPath: BuiltProducts.path("jobctl")))
  }
}
