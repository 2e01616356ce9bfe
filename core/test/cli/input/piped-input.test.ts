import { closeSync, openSync } from 'node:fs'
import { PassThrough } from 'node:stream'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { joinPrompt, readPipedInput, stdinIsPiped } from '../../../src/cli/input/piped-input.ts'

afterEach(() => {
  vi.useRealTimers()
})

const never = new AbortController().signal
const nothing = () => undefined
const read = (stream: PassThrough, signal = never, onWaiting: () => void = nothing) => readPipedInput({ stream: stream as unknown as NodeJS.ReadStream, signal, onWaiting })

function pieces(...parts: readonly Uint8Array[]): PassThrough {
  const stream = new PassThrough()
  for (const part of parts) stream.write(part)
  stream.end()
  return stream
}

describe('reading', () => {
  test('takes everything to the end', async () => {
    expect(await read(pieces(Buffer.from('a\n'), Buffer.from('b')))).toBe('a\nb')
    expect(await read(pieces())).toBe('')
  })

  test('letters that are cut anywhere come through whole, a byte order mark does not', async () => {
    const bytes = Buffer.from('\uFEFFnaïve 日本語 👩‍💻')
    for (let cut = 0; cut <= bytes.length; cut++) expect(await read(pieces(bytes.subarray(0, cut), bytes.subarray(cut)))).toBe('naïve 日本語 👩‍💻')
  })

  test.each([[[0xff, 0xfe, 0x41]], [[0xc3]], [[0xe2, 0x28, 0xa1]]])('bytes that are no UTF-8 are refused: %j', async (bytes) => {
    await expect(read(pieces(Buffer.from(bytes)))).rejects.toMatchObject({ code: 'invalid_request', message: 'standard input is not UTF-8 text' })
  })

  test('more than 64 MiB is refused without reading on', async () => {
    const stream = new PassThrough()
    const chunk = Buffer.alloc(1024 * 1024, 'x')
    let written = 0
    const feed = () => {
      while (written < 100 && !stream.destroyed) {
        written += 1
        if (!stream.write(chunk)) {
          stream.once('drain', feed)
          return
        }
      }
      stream.end()
    }
    feed()
    await expect(read(stream)).rejects.toMatchObject({ code: 'payload_too_large', message: 'standard input is longer than 64 MiB' })
    expect(stream.destroyed).toBe(true)
    expect(written).toBeLessThan(80)
  })

  test('an abort ends the waiting for a producer that says nothing', async () => {
    const stream = new PassThrough()
    const stop = new AbortController()
    stream.write('half')
    const reading = read(stream, stop.signal)
    stop.abort()
    await expect(reading).rejects.toMatchObject({ code: 'cancelled' })
    expect(stream.destroyed).toBe(true)
  })

  test('an abort that came before is one too', async () => {
    await expect(read(new PassThrough(), AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' })
  })

  test('a failing stream is no end of the text', async () => {
    const stream = new PassThrough()
    stream.write('half')
    const reading = read(stream)
    stream.destroy(new Error('EIO'))
    await expect(reading).rejects.toThrow('EIO')
  })

  test('who waits is told once after three seconds, and not when text is coming', async () => {
    vi.useFakeTimers()
    const told = vi.fn()
    const silent = new PassThrough()
    const reading = read(silent, never, told)
    await vi.advanceTimersByTimeAsync(2999)
    expect(told).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(10_000)
    expect(told).toHaveBeenCalledTimes(1)
    silent.end('late')
    expect(await reading).toBe('late')

    const quick = new PassThrough()
    const other = read(quick, never, told)
    quick.write('a')
    await vi.advanceTimersByTimeAsync(10_000)
    quick.end()
    expect(await other).toBe('a')
    expect(told).toHaveBeenCalledTimes(1)
  })
})

describe('where text may come from', () => {
  test('a file, yes; a terminal, /dev/null or nothing at all, no', () => {
    const file = openSync(import.meta.filename, 'r')
    const none = openSync('/dev/null', 'r')
    try {
      expect(stdinIsPiped({ fd: file })).toBe(true)
      expect(stdinIsPiped({ fd: file, isTTY: true })).toBe(false)
      expect(stdinIsPiped({ fd: none })).toBe(false)
      expect(stdinIsPiped({ fd: 999_999 })).toBe(false)
    } finally {
      closeSync(file)
      closeSync(none)
    }
  })
})

describe('prompt and piped text together', () => {
  test.each([
    ['the prompt alone', 'review', '', 'review'],
    ['the prompt alone when the text is blank', 'review', ' \n\n', 'review'],
    ['the text alone, less its last line end', undefined, 'text\n\n', 'text\n'],
    ['the text alone with Windows line ends', undefined, 'a\r\nb\r\n', 'a\r\nb'],
    ['the text alone when the prompt is blank', ' ', 'text', 'text'],
    ['neither', undefined, '', ''],
    ['both', 'review', 'text\n', 'review\n\n```\ntext\n```'],
    ['both, the last line without an end', 'review', 'text', 'review\n\n```\ntext\n```'],
    ['both, Windows line ends', 'review', 'a\r\nb\r\n', 'review\n\n```\na\r\nb\r\n```'],
    ['a text with a fence', 'review', '```js\nx\n```\n', 'review\n\n````\n```js\nx\n```\n````'],
    ['a text with a longer fence', 'review', 'x `````` y\n', 'review\n\n```````\nx `````` y\n```````'],
    ['a text with short runs', 'review', '`a` ``b``\n', 'review\n\n```\n`a` ``b``\n```'],
  ])('%s', (_what, prompt, piped, whole) => {
    expect(joinPrompt(prompt, piped)).toBe(whole)
  })
})
