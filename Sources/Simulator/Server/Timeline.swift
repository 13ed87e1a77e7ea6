package import QMP

/// What is due when: a binary heap, the nearest first.
///
/// An entry that no longer holds is not removed but recognised by its turn when it comes up.
package struct Timeline {
  package struct Entry: Hashable {
    package let instant: Instant
    package let id: String
    /// The turn of the job at which the entry was made.
    package let turn: Int

    package init(instant: Instant, id: String, turn: Int) {
      self.instant = instant
      self.id = id
      self.turn = turn
    }
  }

  private var heap: [Entry] = []

  package init() {}

  package var first: Entry? {
    heap.first
  }

  package mutating func insert(_ entry: Entry) {
    heap.append(entry)
    var child = heap.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard heap[child].instant < heap[parent].instant else { break }
      heap.swapAt(child, parent)
      child = parent
    }
  }

  package mutating func removeFirst() {
    guard let last = heap.popLast(), !heap.isEmpty else { return }
    heap[0] = last
    var parent = 0
    while true {
      let children = [2 * parent + 1, 2 * parent + 2].filter { $0 < heap.count }
      guard let child = children.min(by: { heap[$0].instant < heap[$1].instant }),
        heap[child].instant < heap[parent].instant
      else { return }
      heap.swapAt(child, parent)
      parent = child
    }
  }
}
