import QMP
import Jobs
let line = #"{"timestamp": {"seconds": 1795334382, "microseconds": 799084}, "event": "JOB_STATUS_CHANGE", "data": {"status": "created", "id": "mirror0"}}"# + "\r\n"
let n = 20_000
var buf: [UInt8] = Array(#"{"QMP": {"version": {"qemu": {"micro": 22, "minor": 2, "major": 7}, "package": ""}, "capabilities": ["oob"]}} {"return":{}, "id":"x-1"}"#.utf8)
for _ in 0..<n { buf += line.utf8 }
for _ in 0..<3 {
var found = 0
let c = ContinuousClock()
let t = c.measure {
  var s = ClientSession(idPrefix: "x", deadline: Instant(nanoseconds: 0))
  var i = 0
  while i < buf.count {
  let j = min(buf.count, i + 65536)
  s.receive(buf.span.extracting(i..<j))
  i = j
  while let a = s.next() {
    if case .event(let e) = a, JobStatusChange(e) != nil { found += 1 }
  }
  }
}
print(found, t, Double(n) / (Double(t.components.attoseconds) / 1e18 + Double(t.components.seconds)))
}
