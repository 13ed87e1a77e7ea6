import QMP
import Simulator

extension SimulatedServer {
  /// Does everything that bytes of a client ask for, after everything that was due before.
  mutating func receive(_ bytes: Span<UInt8>, from id: ClientID, at instant: Instant) {
    _ = advance(to: instant)
    receive(bytes, from: id)
    while hasRequests { serve() }
  }
}
