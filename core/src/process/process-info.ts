/** What identifies a process beyond its pid, which the system hands out again. */
export interface ProcessIdentity {
  readonly pid: number
  /** When it started, in whatever unit the system tells it. Equal text means the same process. */
  readonly start_time: string
}

/** One row of the system's process table. */
export interface ProcessInfo extends ProcessIdentity {
  readonly parent: number
  readonly group: number
  /** Session id, where the system tells it; else the group's. */
  readonly session: number
  /** Already dead, only not yet collected by its parent (which may never do so). */
  readonly zombie: boolean
}
