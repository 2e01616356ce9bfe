import { join } from 'node:path'
import { storeHealth } from '../../session/store-health.ts'
import { type Check, fail, type Finding, pass, told, warn } from './check.ts'

/** The sessions can be read and written; what crashes left behind. Nothing is changed. */
export const checkStore: Check = {
  title: 'sessions',
  run: async ({ home }) => {
    const dir = join(home, 'sessions')
    try {
      const health = await storeHealth(dir)
      return [pass('sessions.store_access', health.exists ? `${health.sessions} session(s) in ${dir}` : `${dir} is made with the first session`), ...damage(dir, health), ...index(health)]
    } catch (error) {
      const { message, hint } = told(error)
      return [fail('sessions.store_access', message, hint)]
    }
  },
}

type Health = Awaited<ReturnType<typeof storeHealth>>

function damage(dir: string, { unreadable, kept_aside: aside, temporary, dead_runs: dead }: Health): Finding[] {
  return [
    ...(unreadable.length === 0 ? [] : [warn('sessions.files', `${unreadable.length} session file(s) cannot be read: ${some(unreadable)}`, `Repair them in ${dir}; the next list keeps them aside.`)]),
    ...(aside.length === 0 ? [] : [warn('sessions.kept_aside', `${aside.length} damaged session file(s) were kept aside: ${some(aside)}`, 'Repair them and give them their old names back, or remove them.')]),
    ...(temporary.length === 0 ? [] : [warn('sessions.leftovers', `${temporary.length} half-written file(s) are left from crashes: ${some(temporary)}`, `Remove them from ${dir}.`)]),
    ...(dead.length === 0 ? [] : [warn('sessions.dead_runs', `${dead.length} session(s) are marked as at work by runs that died: ${some(dead)}`, 'Go on with them: clinvk resume takes them over.')]),
  ]
}

function index({ exists, index: state }: Health): Finding[] {
  if (!exists) return []
  if (state === 'damaged') return [warn('sessions.index', 'the index of the sessions is damaged', 'Run clinvk sessions list: it is written anew from the files.')]
  return [pass('sessions.index', state === 'absent' ? 'there is no index yet; the next list writes it' : 'the index can be read')]
}

function some(names: readonly string[]): string {
  return `${names.slice(0, 3).join(', ')}${names.length > 3 ? ` and ${names.length - 3} more` : ''}`
}
