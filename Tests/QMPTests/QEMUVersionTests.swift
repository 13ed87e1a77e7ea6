import QMP
import Testing

@Suite struct QEMUVersionTests {
  @Test func `versions are ordered by number, not by digit`() {
    let versions = [
      QEMUVersion(2, 12), QEMUVersion(2, 12, 1), QEMUVersion(3, 0), QEMUVersion(10, 0, 3),
      QEMUVersion(10, 2),
    ]
    #expect(versions.shuffled().sorted() == versions)
  }

  @Test func `a version reads as on QEMU's own command line`() {
    #expect("\(QEMUVersion(7, 2, 22))" == "7.2.22")
    #expect("\(QEMUVersion(8, 2))" == "8.2.0")
  }
}
