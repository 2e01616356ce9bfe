import { join } from 'node:path'
import { deadRuns } from '../../process/dead-runs.ts'
import { type Check, pass, warn } from './check.ts'

/** What runs left behind whose clinvk was killed. */
export const checkRuns: Check = {
  title: 'runs',
  run: ({ home, runFolders }) => {
    const { leased, orphaned } = deadRuns(join(home, 'runs'), runFolders)
    return Promise.resolve([
      leased.length === 0 ? pass('runs.leases', 'no run was left behind') : warn('runs.leases', `${leased.length} run(s) were left by a clinvk that was killed`, 'Run any prompt: that clears them away.'),
      orphaned.length === 0
        ? pass('runs.folders', `no private folder is left in ${runFolders}`)
        : warn('runs.folders', `${orphaned.length} private folder(s) of runs of another clinvk home, or of lost ones, are in ${runFolders}`, 'When no clinvk is at work, remove them.'),
    ])
  },
}
