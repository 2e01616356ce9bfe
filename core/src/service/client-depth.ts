import type { ConnectionEnds } from '../process/connection-ends.ts'
import { depthOf } from '../process/depth.ts'
import { findPeer } from '../process/process-table.ts'

/**
 * How deep in runs of clinvk the client of a connection is, as its variable says, or that of the nearest process above it. Undefined: in
 * none, or it cannot be told. It is a guard against loops that nobody wanted: a client that means to can hide where it is.
 */
export async function clientDepth(ends: ConnectionEnds): Promise<string | undefined> {
  try {
    const pid = await findPeer(ends)
    return pid === undefined ? undefined : depthOf(pid)
  } catch {
    // Without a free file descriptor, or without /proc, it cannot be told.
    return undefined
  }
}
