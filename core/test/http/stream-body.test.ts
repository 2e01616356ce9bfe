import { describe, expect, test } from 'vitest'
import { streamBody, type StreamOptions } from '../../src/http/stream-body.ts'

const options = (more: Partial<StreamOptions> = {}): StreamOptions => ({ heartbeat: () => ': ping\n\n', heartbeatMs: 15_000, stallMs: 60_000, stalled: () => {}, ...more })

async function* texts(...list: string[]): AsyncGenerator<string> {
  yield* list
}

describe('a stream', () => {
  test('holds the texts in order, and ends with them', async () => {
    const got: string[] = []
    for await (const chunk of streamBody(texts('a', 'ä', 'c'), options())) got.push(String(chunk))
    expect(got.join('')).toBe('aäc')
  })

  test('says something in silence, and then goes on', async () => {
    let go = () => {}
    async function* slow(): AsyncGenerator<string> {
      yield 'a'
      await new Promise<void>((resolve) => (go = resolve))
      yield 'b'
    }
    const got: string[] = []
    for await (const chunk of streamBody(slow(), options({ heartbeatMs: 10 }))) {
      got.push(String(chunk))
      if (got.length === 3) go()
    }
    expect(got.slice(0, 3)).toEqual(['a', ': ping\n\n', ': ping\n\n'])
    expect(got.at(-1)).toBe('b')
  })

  test('asks for nothing more while its reader takes nothing, and gives that reader up in the end', async () => {
    let made = 0
    let ended = false
    async function* endless(): AsyncGenerator<string> {
      try {
        for (;;) {
          made += 1
          yield 'x'.repeat(8000)
        }
      } finally {
        ended = true
      }
    }
    const stalled = await new Promise<boolean>((resolve) => {
      const body = streamBody(endless(), options({ stallMs: 30, stalled: () => (body.destroy(), resolve(true)) }))
      body.read(0) // begins, and takes nothing
    })
    expect(stalled).toBe(true)
    expect(made).toBeLessThan(6)
    await expect.poll(() => ended).toBe(true)
  })

  test('ends its texts when the reader goes', async () => {
    let ended = false
    async function* endless(): AsyncGenerator<string> {
      try {
        for (;;) yield 'x'
      } finally {
        ended = true
      }
    }
    for await (const chunk of streamBody(endless(), options())) if (String(chunk) !== '') break
    await expect.poll(() => ended).toBe(true)
  })

  test('fails as its texts do', async () => {
    async function* failing(): AsyncGenerator<string> {
      yield 'a'
      throw new Error('broken')
    }
    await expect(streamBody(failing(), options()).toArray()).rejects.toThrow('broken')
  })
})
