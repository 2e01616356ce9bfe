import { openStore } from './open-store.ts'

/** Holds the run of a session until a line comes on stdin. */
const lease = await openStore().acquireRun(process.argv[4] as string)
console.log('running')
process.stdin.once('data', () => {
  lease.release()
  process.stdin.destroy()
})
