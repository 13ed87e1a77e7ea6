package import Jobs

extension JobType {
  /// What is special about it, and how it ends.
  package var explanation: Prose {
    switch self {
    case .commit:
      """
      Writes what an overlay holds into an image below it. The commit of the active layer, the one that the guest \
      writes to, becomes \(JobStatus.ready) and waits for \(command: "complete"), which lets the guest go on with the \
      base; any other ends by itself. The type alone does not tell which it is. Cancelled before it is ready, it \
      leaves the images valid, and a new job can finish the work. Started by \(literal: "block-commit").
      """
    case .stream:
      """
      Copies from the images below an overlay into it, until the overlay no longer needs them. It ends by itself. \
      Cancelled, it leaves the images valid, and a new job can finish the work. Started by \
      \(literal: "block-stream").
      """
    case .mirror:
      """
      Copies a device, and goes on copying what the guest writes; while a guest writes, the total grows. Once ready it \
      never ends by itself: \(command: "complete") lets the guest go on with the target, \(command: "cancel") ends \
      with a complete copy. Cancelled before it is ready, the target is of no use. From QEMU 8.2 on \
      \(command: "qmp block-job-change") makes it copy each write at once (copy-mode write-blocking), for a guest that \
      writes faster than the copy goes. Started by \(literal: "blockdev-mirror") and \(literal: "drive-mirror").
      """
    case .backup:
      """
      Copies a device as it was when the job began: before the guest overwrites something, that is copied. It ends by \
      itself, but with sync none only by \(command: "cancel"). Cancelled earlier, the target is of no use. Several can \
      form one transaction, where none is final before all are done. Started by \(literal: "blockdev-backup"), \
      \(literal: "drive-backup") (deprecated since QEMU 6.2) and \(literal: "transaction").
      """
    case .create:
      """
      Makes an image. It ends by itself, counts steps (0 of 1, 1 of 1, also when it failed), and has no pause points: \
      \(command: "pause") is accepted and has no effect. A cancel lets it work on to its end and then calls it \
      cancelled, so that the image may exist. It always waits for \(command: "dismiss"). Started by \
      \(literal: "blockdev-create").
      """
    case .amend:
      """
      Changes the options of an image, such as its encryption keys. It ends by itself, counts steps, has no pause \
      points, and works on to its end when it is cancelled. It always waits for \(command: "dismiss"). Started by \
      \(literal: "x-blockdev-amend").
      """
    case .snapshotSave:
      """
      Saves a machine, memory and disks, into its images. Meanwhile the machine stands still and the server answers no \
      command, so that neither pause nor cancel comes in time. It counts steps, and always waits for \
      \(command: "dismiss"). Started by \(literal: "snapshot-save"), which the storage daemon does not have.
      """
    case .snapshotLoad:
      """
      Puts a machine back to what \(literal: "snapshot-save") saved. Meanwhile the server answers no command. Where there \
      is no such snapshot, it fails and leaves the machine stopped. It counts steps, and always waits for \
      \(command: "dismiss"). Started by \(literal: "snapshot-load"), which the storage daemon does not have.
      """
    case .snapshotDelete:
      """
      Deletes what \(literal: "snapshot-save") saved. Meanwhile the server answers no command. Where there is no such \
      snapshot, it succeeds all the same. It counts steps, and always waits for \(command: "dismiss"). Started by \
      \(literal: "snapshot-delete"), which the storage daemon does not have.
      """
    }
  }
}
