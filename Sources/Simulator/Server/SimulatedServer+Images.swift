import Jobs
import QMP

/// Jobs that make and change images: a single step each, to be dismissed by hand (block/create.c and
/// block/amend.c).
extension SimulatedServer {
  mutating func createImage(
    _ arguments: JSONObject,
    _ transaction: Int
  ) throws(ServerError) -> String {
    let options = arguments["options"]?.object ?? [:]
    guard let driver = options["driver"]?.string, ImageOptions.creatableDrivers.contains(driver)
    else { throw .generic("Driver does not support blockdev-create") }
    let node = options["file"]?.string
    let file = node.flatMap { graph.disks[$0] }
    // What is written is about as much as the head of an image.
    let pace = file.map { Double($0.bandwidth) / Double(2 << 20) } ?? 100
    let id = try insert(.create, pace: pace, arguments, transaction)
    if let file = options["filename"]?.string, file.hasPrefix("/nonexistent/") {
      jobs[id]?.error = "Could not create '\(file)': No such file or directory"
    } else if let node, file == nil {
      let error = notFound(device: node, node: node)
      jobs[id]?.error = error.text
    }
    return id
  }

  /// Every disk counts as a qcow2 image.
  mutating func amendImage(
    _ arguments: JSONObject,
    _ transaction: Int
  ) throws(ServerError) -> String {
    _ = try node("node-name", arguments)
    guard arguments["options"]?.object?["driver"] == "qcow2" else {
      throw .generic("x-blockdev-amend doesn't support changing the block driver")
    }
    return try insert(.amend, arguments, transaction)
  }

  /// Makes a job of one step, of which so many go into a second.
  mutating func insert(
    _ type: JobType,
    pace: Double = 100,
    _ arguments: JSONObject,
    _ transaction: Int
  ) throws(ServerError) -> String {
    try insert(
      JobPlan(type, ending: .concludes, bandwidth: pace, total: 1, chunk: 1),
      arguments,
      transaction
    )
  }
}
