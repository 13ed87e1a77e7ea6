/// How a watch gets its server, and gets it again after the connection was lost.
package struct Redialing<Channel: RequestChannel & ~Copyable> {
  /// A new connection, negotiated.
  let connect: () throws(Failure) -> JobServer<Channel>
  /// Lets time pass between two tries, and ends early with the notices that come.
  let pause: (Duration) throws(Failure) -> [Notice]

  package init(
    connect: @escaping () throws(Failure) -> JobServer<Channel>,
    pause: @escaping (Duration) throws(Failure) -> [Notice]
  ) {
    self.connect = connect
    self.pause = pause
  }
}
