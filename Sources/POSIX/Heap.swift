import CLinux

/// What this process has allocated.
package enum Heap {
  /// Gives back what is free again: without being told, malloc(3) does so only at the heap's end.
  package static func trim() {
    _ = malloc_trim(0)
  }
}
