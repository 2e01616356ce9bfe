import { once } from 'node:events'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { FetchPictures, type Lookup } from '../../../src/service/picture/fetch-pictures.ts'

const png = Buffer.from('\x89PNG\r\n\x1A\n and so on', 'latin1')
const place = 'body.messages.0'
const patient = new AbortController().signal

let server: Server
let origin: string
let asked: string[]
let answer: (response: ServerResponse, path: string) => void
beforeEach(async () => {
  asked = []
  answer = (response) => response.end(png)
  server = createServer(({ url = '' }, response) => {
    asked.push(url)
    answer(response, url)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(() => {
  server.close()
  server.closeAllConnections()
})

const limits = { count: 3, bytes: 1000, milliseconds: 5000 }
const noLookup: Lookup = () => expect.fail('an address is not looked up')
const fetchIt = (url: string, { rules = [origin], lookup = noLookup, ...changed }: { rules?: string[]; lookup?: Lookup; milliseconds?: number; signal?: AbortSignal } = {}) =>
  new FetchPictures(rules, lookup, { ...limits, ...changed }).execute([{ url, location: place }], changed.signal ?? patient)
/** Why is for the log alone: the client is not told what a name leads to. */
const notPublic = expect.objectContaining({ message: 'a picture could not be fetched: its host cannot be reached', cause: expect.objectContaining({ message: 'its host has an address that is not public' }) as unknown })
const failing = (message: RegExp) => expect.objectContaining({ code: 'invalid_request', message: expect.stringMatching(message) as string, details: { location: place, vendor_code: 'invalid_image_url' } }) as Error

/** A resolver that knows one name. */
const leadsTo = (...addresses: string[]): Lookup => (_name, _options, done) => done(null, addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })))

describe('a picture', () => {
  test('is fetched, once however often it is named, and its type is read from its bytes', async () => {
    answer = (response) => response.setHeader('Content-Type', 'text/html').end(png)
    const url = `${origin}/a.png?token=1`
    const found = await new FetchPictures([origin]).execute([{ url, location: 'a' }, { url, location: 'b' }], patient)
    expect([...found]).toEqual([[url, { media_type: 'image/png', data: png.toString('base64') }]])
    expect(asked).toEqual(['/a.png?token=1'])
  })

  test('comes from the address that was looked at', async () => {
    let lookups = 0
    const lookup: Lookup = (name, options, done) => {
      lookups += 1
      leadsTo('127.0.0.1')(name, options, done)
    }
    const named = origin.replace('127.0.0.1', 'a.localhost')
    // `localhost` and the names below it are this machine's, so they may be named as an origin.
    expect((await fetchIt(`${named}/a.png`, { rules: [named], lookup })).size).toBe(1)
    expect(lookups).toBe(1)
  })
})

test('four requests fetch at the same time; the next one begins when one has ended, and one that is given up asks nothing', async () => {
  const waiting: (() => void)[] = []
  answer = (response) => void waiting.push(() => response.end(png))
  const fetching = new FetchPictures([origin])
  const ask = (name: string, signal = patient) => fetching.execute([{ url: `${origin}/${name}.png`, location: name }], signal)
  const first = ['a', 'b', 'c', 'd'].map((name) => ask(name))
  await expect.poll(() => waiting.length).toBe(4)
  const leaving = new AbortController()
  const left = ask('left', leaving.signal)
  const last = ask('e')
  leaving.abort(new Error('gone'))
  waiting.shift()?.()
  await expect(left).rejects.toThrow('gone')
  await expect.poll(() => asked.includes('/e.png')).toBe(true)
  expect(asked).not.toContain('/left.png')
  for (const go of waiting) go()
  expect((await Promise.all([...first, last])).map(({ size }) => size)).toEqual([1, 1, 1, 1, 1])
})

describe('nothing is asked', () => {
  test.each(['https://example.com/a.png', 'http://127.0.0.1/a.png', 'file:///etc/passwd', 'nonsense', ''])('for %j while nothing is allowed', async (url) => {
    await expect(fetchIt(url, { rules: [] })).rejects.toThrow(expect.objectContaining({ code: 'unsupported', message: 'pictures are not fetched from URLs', hint: expect.stringContaining('server.image_urls') as string, details: { location: place } }))
  })

  test.each(['https://evil.example/a.png', 'http://pictures.example/a.png', 'file:///etc/passwd'])('for %s while another host is allowed', async (url) => {
    await expect(fetchIt(url, { rules: ['pictures.example'] })).rejects.toThrow(expect.objectContaining({ code: 'unsupported', message: 'pictures are not fetched from this URL' }))
  })

  test.each(['127.0.0.1', '127.1', '2130706433', '0x7f000001', '0177.0.0.1', '[::1]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '169.254.169.254', '10.0.0.1', '[fd00:ec2::254]', '[64:ff9b::7f00:1]'])('at the address %s, however it is spelled', async (host) => {
    await expect(fetchIt(`https://${host}/a.png`, { rules: ['*'] })).rejects.toThrow(notPublic)
  })

  test.each([[['127.0.0.1']], [['169.254.169.254']], [['93.184.216.34', '10.0.0.1']], [['2606:2800:220:1::1', '::1']], [['::ffff:127.0.0.1']]])('at a name that leads to %j', async (addresses) => {
    const { port } = new URL(origin)
    await expect(fetchIt(`https://pictures.example:${port}/a.png`, { rules: [`pictures.example:${port}`], lookup: leadsTo(...addresses) })).rejects.toThrow(notPublic)
    expect(asked).toEqual([])
  })

  test('elsewhere than on this machine where an origin of this machine is meant', async () => {
    await expect(fetchIt('http://localhost:1/a.png', { rules: ['http://localhost:1'], lookup: leadsTo('93.184.216.34') })).rejects.toThrow(notPublic)
  })

  test('of more URLs than a request may have', async () => {
    const many = [1, 2, 3, 4].map((number) => ({ url: `${origin}/${number}`, location: place }))
    await expect(new FetchPictures([origin], noLookup, limits).execute(many, patient)).rejects.toThrow('4 pictures are to be fetched; 3 is the most')
    expect(asked).toEqual([])
  })
})

describe('what does not give a picture is refused:', () => {
  test('a redirect, which is not followed', async () => {
    answer = (response, path) => (path === '/a' ? response.writeHead(302, { Location: `${origin}/b` }).end() : response.end(png))
    await expect(fetchIt(`${origin}/a`)).rejects.toThrow(failing(/it leads to another URL/))
    expect(asked).toEqual(['/a'])
  })

  test('another status', async () => {
    answer = (response) => response.writeHead(404).end(png)
    await expect(fetchIt(`${origin}/a`)).rejects.toThrow(failing(/the status is 404/))
  })

  test('a body without end, of which no more is read than may be', async () => {
    let closed: Promise<unknown> | undefined
    answer = (response) => {
      closed = once(response, 'close')
      const more = () => void (response.write(Buffer.alloc(600)) && setImmediate(more))
      more()
      response.on('drain', more)
    }
    await expect(fetchIt(`${origin}/a`)).rejects.toThrow(failing(/larger than they may be together/))
    await closed
  })

  test('several that are too large together', async () => {
    answer = (response) => response.end(Buffer.concat([png, Buffer.alloc(600)]))
    const two = ['a', 'b'].map((name) => ({ url: `${origin}/${name}`, location: place }))
    await expect(new FetchPictures([origin], noLookup, limits).execute(two, patient)).rejects.toThrow(failing(/larger/))
    expect(asked).toEqual(['/a', '/b'])
  })

  test.each<[string, (response: ServerResponse) => void]>([
    ['before its head', () => undefined],
    ['in its body', (response) => response.write(png.subarray(0, 4))],
  ])('one that stops %s', async (_where, stop) => {
    answer = stop
    await expect(fetchIt(`${origin}/a`, { milliseconds: 200 })).rejects.toThrow(failing(/not there within 200 ms/))
  })

  test('a name that nobody answers for', async () => {
    await expect(fetchIt('https://pictures.example/a', { rules: ['*'], milliseconds: 200, lookup: () => undefined })).rejects.toThrow(failing(/not there within/))
    await expect(fetchIt('https://pictures.example/a', { rules: ['*'], lookup: (_name, _options, done) => done(Object.assign(new Error('getaddrinfo ENOTFOUND pictures.example'), { code: 'ENOTFOUND' }), []) })).rejects.toThrow(failing(/its host cannot be reached/))
  })

  test.each(['<svg xmlns="http://www.w3.org/2000/svg"/>', '<html>', 'root:x:0:0', ''])('%j, whatever it says it is', async (body) => {
    answer = (response) => response.setHeader('Content-Type', 'image/png').end(body)
    await expect(fetchIt(`${origin}/a`)).rejects.toThrow(failing(/no picture of a format that models read/))
  })

  test('one whose connection breaks', async () => {
    answer = (response) => {
      response.write(png)
      setImmediate(() => response.destroy())
    }
    await expect(fetchIt(`${origin}/a`)).rejects.toThrow(failing(/its host cannot be reached/))
  })
})

test('who asked and went is not waited for, and the reason is theirs', async () => {
  const gone = new AbortController()
  const reason = new Error('gone')
  answer = (response) => {
    response.write(png.subarray(0, 4))
    gone.abort(reason)
  }
  await expect(fetchIt(`${origin}/a`, { signal: gone.signal })).rejects.toBe(reason)
})
