import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { WorkFolders } from '../../src/process/work-folder.ts'

function folders() {
  const root = mkdtempSync(join(tmpdir(), 'clinvk-work-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  return { root: join(root, 'place'), work: new WorkFolders(join(root, 'place')) }
}

test('each is empty, private and of its own, and gone with what is in it when it is given back', async () => {
  const { root, work } = folders()
  const [one, two] = [await work.create(), await work.create()]
  expect(one).not.toBe(two)
  expect([statSync(one).mode & 0o777, statSync(root).mode & 0o777, readdirSync(one)]).toEqual([0o700, 0o700, []])
  writeFileSync(join(one, 'file'), 'x')
  await work.remove(one)
  expect([existsSync(one), existsSync(two)]).toEqual([false, true])
})

test('one that was there is made again under its name, and stays while another run works in it', async () => {
  const { work } = folders()
  const path = await work.create()
  await work.remove(path)
  expect(work.owns(path)).toBe(true)
  expect(await Promise.all([work.create(path), work.create(path)])).toEqual([path, path])
  await work.remove(path)
  expect(existsSync(path)).toBe(true)
  await work.remove(path)
  expect(existsSync(path)).toBe(false)
})

test('one that is made again while it is being removed is there afterwards, and empty', async () => {
  const { work } = folders()
  const path = await work.create()
  for (let round = 0; round < 30; round++) {
    for (let file = 0; file < 20; file++) writeFileSync(join(path, `${file}`), 'x')
    const removed = work.remove(path)
    await work.create(path)
    await removed
    expect(readdirSync(path)).toEqual([])
  }
})

test('other folders are not theirs', () => {
  const { root, work } = folders()
  for (const path of ['/etc', root, join(root, 'a', 'b'), `${root}x/a`]) expect(work.owns(path), path).toBe(false)
})

test('what nobody has touched for a week is removed', async () => {
  const { root, work } = folders()
  const [old, young] = [await work.create(), await work.create()]
  const then = Date.now() / 1000 - 8 * 24 * 60 * 60
  utimesSync(old, then, then)
  await work.clean()
  expect(readdirSync(root).map((name) => join(root, name))).toEqual([young])
  await new WorkFolders(join(root, 'missing')).clean()
})
