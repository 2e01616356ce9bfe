import { existsSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { generateSessions } from './generate.ts'
import { program } from './program.ts'
import { temporaryFolder } from './temporary-store.ts'

/** In memory where there is room for it: how long a disk takes for so many files, and for those of others, is nothing that a store can help. */
function place(): string {
  const memory = '/dev/shm'
  if (!existsSync(memory) || process.availableMemory() < 2 * 2 ** 30) return tmpdir()
  const { bavail, bsize, ffree } = statfsSync(memory)
  return bavail * bsize > 2 ** 30 && ffree > 200_000 ? memory : tmpdir()
}

// The kernel's count of bytes written is read from /proc.
test.runIf(process.platform === 'linux')('with 100,000 sessions a page opens no session file, and a save writes about a kilobyte', { timeout: 300_000 }, async () => {
  const dir = join(temporaryFolder(place()), 'sessions')
  const [newest] = generateSessions(dir, 100_000)
  const countWork = await program('count-work')
  const runs = []
  for (let n = 0; n < 2; n++) runs.push(JSON.parse((await countWork.start(dir).success()).join('')))
  const [cold, warm] = runs
  const summary = ({ load, page, pages, saves }: typeof cold) => `first page ${Math.round(load.ms)} ms, then ${pages.value.median.toFixed(1)} ms; a save ${saves.value.median.toFixed(1)} ms; ${page.rss_mb} MB`
  console.log(`100,000 sessions without an index: ${summary(cold)}; with one: ${summary(warm)}`)
  expect(cold.load).toMatchObject({ sessions_opened: 100_000, value: { first: newest, rows: 20, total: 100_000 } })
  for (const run of [cold, warm]) {
    expect(run.page).toMatchObject({ sessions_opened: 0, opened: 1, value: { rows: 20 } })
    expect(run.filtered).toMatchObject({ sessions_opened: 0, value: 4762 })
    expect(run.page_after_save).toMatchObject({ sessions_opened: 0, opened: 1 })
    expect(run.save.sessions_opened).toBe(1)
    expect(run.save.written).toBeLessThan(1500)
    expect(run.saves.value.best).toBeLessThan(5)
    expect(run.pages.value.best).toBeLessThan(30)
  }
  expect(warm.load).toMatchObject({ sessions_opened: 0, opened: 1, value: { total: 100_001 } })
  expect(warm.load.written).toBeLessThan(1000)
  expect(warm.load.ms).toBeLessThan(cold.load.ms / 2)
  expect(warm.page.rss_mb).toBeLessThan(300)
})
