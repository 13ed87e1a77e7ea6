/// What a server answered to a request: a value, or a refusal.
///
/// A type of its own, since the runtime would have to make a `Result`'s at every start.
package enum Reply: Hashable, Sendable {
  case success(JSONValue)
  case failure(ServerError)
}
