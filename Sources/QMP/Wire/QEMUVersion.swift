/// The version of QEMU that a greeting names (`VersionTriple`, qapi/control.json).
///
/// A hint only: distributions carry fixes from later releases without changing it.
package struct QEMUVersion: Hashable, Sendable {
  package let major: Int64
  package let minor: Int64
  package let micro: Int64

  package init(_ major: Int64, _ minor: Int64, _ micro: Int64 = 0) {
    self.major = major
    self.minor = minor
    self.micro = micro
  }

  /// The shape `{"major": int, "minor": int, "micro": int}`; nil for any other.
  package init?(_ value: JSONValue?) {
    guard let object = value?.object, let major = object["major"]?.integer,
      let minor = object["minor"]?.integer, let micro = object["micro"]?.integer
    else { return nil }
    self.init(major, minor, micro)
  }
}

extension QEMUVersion: Comparable {
  package static func < (left: Self, right: Self) -> Bool {
    (left.major, left.minor, left.micro) < (right.major, right.minor, right.micro)
  }
}

extension QEMUVersion: CustomStringConvertible {
  package var description: String {
    "\(major).\(minor).\(micro)"
  }
}

extension QEMUVersion {
  /// As people say it: `6.0`, `10.0.13`.
  package var short: String {
    micro == 0 ? "\(major).\(minor)" : description
  }
}
