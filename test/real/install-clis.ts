import { installCli, type PinnedName, pinnedClis } from './pinned-clis.ts'

/** Before the first test: the real CLIs are there. */
export default async function setup(): Promise<void> {
  for (const name of Object.keys(pinnedClis) as PinnedName[]) await installCli(name)
}
