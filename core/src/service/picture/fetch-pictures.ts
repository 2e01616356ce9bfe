import { lookup as systemLookup, type LookupAddress } from 'node:dns'
import { once } from 'node:events'
import { get as getPlain, type IncomingMessage } from 'node:http'
import { get as getSecure } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { ClinvkError } from '@clinvk/plugin-sdk'
import { imageType, imageTypes } from '../../schema/image-type.ts'
import type { ImageInput } from '../prompt-request.ts'
import { PictureHosts, type Reachable } from './picture-hosts.ts'

/** A picture that a request only names. */
export interface PictureUrl {
  readonly url: string
  /** Where it stands in the request. */
  readonly location: string
}

/** A picture, and the addresses at which it may be asked for. */
interface Place extends PictureUrl {
  readonly parsed: URL
  readonly reachable: Reachable
}

/** What the pictures of one request may cost. */
export interface PictureLimits {
  /** Different URLs. */
  readonly count: number
  /** Bytes of all of them together. */
  readonly bytes: number
  /** For all of them together. */
  readonly milliseconds: number
}

/** So many requests have pictures fetched at the same time: what is fetched stands in memory. */
const atOnce = 4

const usualLimits: PictureLimits = { count: 20, bytes: 10 * 1024 * 1024, milliseconds: 10_000 }

/** As `lookup` of `node:dns`, with all addresses of a name. */
export type Lookup = (name: string, options: { readonly all: true }, done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void) => void

/**
 * Fetches the pictures that a request names by their URLs, as far as `server.image_urls` allows. The client chooses the URL and this
 * machine asks, from inside its network: so every address of a name has to be a public one, the connection goes to the addresses that
 * were looked at, and nothing that the other side says leads elsewhere.
 */
export class FetchPictures {
  readonly #hosts: PictureHosts
  readonly #lookup: Lookup
  readonly #limits: PictureLimits
  #fetching = 0
  readonly #waiting: (() => void)[] = []

  constructor(allowed: readonly string[], lookup: Lookup = systemLookup, limits = usualLimits) {
    this.#hosts = new PictureHosts(allowed)
    this.#lookup = lookup
    this.#limits = limits
  }

  /** The pictures by their URLs. Errors: `unsupported`, `invalid_request`, with the place; and the reason of `signal`. */
  async execute(asked: readonly PictureUrl[], signal: AbortSignal): Promise<ReadonlyMap<string, ImageInput>> {
    const places = new Map(asked.map((one) => [one.url, { ...one, ...this.#place(one) }]))
    if (places.size > this.#limits.count) throw new ClinvkError('invalid_request', `${places.size} pictures are to be fetched; ${this.#limits.count} is the most`, { hint: 'Send the others themselves.', details: { location: (asked.at(-1) as PictureUrl).location } })
    return this.#inTurn(() => this.#fetchAll([...places.values()], signal))
  }

  async #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#fetching >= atOnce) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    else this.#fetching += 1
    try {
      return await work()
    } finally {
      // The next one takes this place.
      const next = this.#waiting.shift()
      if (next === undefined) this.#fetching -= 1
      else next()
    }
  }

  async #fetchAll(places: readonly Place[], signal: AbortSignal): Promise<ReadonlyMap<string, ImageInput>> {
    signal.throwIfAborted()
    const late = AbortSignal.timeout(this.#limits.milliseconds)
    const found = new Map<string, ImageInput>()
    let left = this.#limits.bytes
    // One after the other: what each may cost depends on those before it.
    for (const place of places) {
      const bytes = await this.#fetch(place, left, AbortSignal.any([signal, late])).catch((cause: unknown) => {
        signal.throwIfAborted()
        throw notFetched(late.aborted ? `it was not there within ${this.#limits.milliseconds} ms` : reasonOf(cause), place.location, { cause })
      })
      left -= bytes.length
      const type = imageType(bytes)
      if (type === undefined) throw notFetched('what is there is no picture of a format that models read', place.location, { hint: `Use one of: ${imageTypes.join(', ')}.` })
      found.set(place.url, { media_type: type, data: bytes.toString('base64') })
    }
    return found
  }

  #place({ url, location }: PictureUrl): { readonly parsed: URL; readonly reachable: Reachable } {
    const parsed = URL.canParse(url) ? new URL(url) : undefined
    const reachable = parsed === undefined ? undefined : this.#hosts.reachable(parsed)
    if (parsed !== undefined && reachable !== undefined) return { parsed, reachable }
    const what = this.#hosts.any ? 'pictures are not fetched from this URL' : 'pictures are not fetched from URLs'
    throw new ClinvkError('unsupported', what, { hint: 'Send the picture itself in base64, or have its host named in server.image_urls.', details: { location } })
  }

  async #fetch({ parsed, reachable }: Place, most: number, signal: AbortSignal): Promise<Buffer> {
    // An address needs no lookup, so nothing else would look at it.
    const host = parsed.hostname.replaceAll(/[[\]]/g, '')
    if (isIP(host) !== 0 && !reachable(host)) throw new NotPublic()
    const get = parsed.protocol === 'https:' ? getSecure : getPlain
    const request = get(parsed, { signal, agent: false, lookup: checkedLookup(this.#lookup, reachable), headers: { Accept: imageTypes.join(', '), 'Accept-Encoding': 'identity', 'User-Agent': 'clinvk' } })
    // After the answer has begun, what goes wrong is told by its body.
    request.on('error', () => undefined)
    const [response] = (await once(request, 'response')) as [IncomingMessage]
    try {
      const { statusCode = 0 } = response
      if (statusCode !== 200) throw new Refusal(statusCode >= 300 && statusCode < 400 ? 'it leads to another URL' : `the status is ${statusCode}`)
      return await bodyOf(response, most)
    } finally {
      request.destroy()
    }
  }
}

/** Why a picture is not fetched, in words that a client may read. */
class Refusal extends Error {}

/** For the client as if nothing were there: what names inside this network lead to is not told. */
class NotPublic extends Error {
  constructor() {
    super('its host has an address that is not public')
  }
}

/** Looks a name up once; the connection then goes to those of its addresses, and only if all of them may be connected to. */
function checkedLookup(lookup: Lookup, reachable: Reachable): LookupFunction {
  return (name, options, done) =>
    lookup(name, { all: true }, (error, addresses) => {
      const refusal = error ?? (addresses.every(({ address }) => reachable(address)) ? null : new NotPublic())
      const [first] = addresses ?? []
      if (refusal !== null || first === undefined) done(refusal ?? new Error('its host has no address'), '')
      else if (options.all === true) done(null, addresses)
      else done(null, first.address, first.family)
    })
}

async function bodyOf(response: IncomingMessage, most: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > most) throw new Refusal('the pictures that are fetched are larger than they may be together')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** Words of the system name addresses of the network, which are nothing for the client. */
function reasonOf(cause: unknown): string {
  return cause instanceof Refusal ? cause.message : 'its host cannot be reached'
}

function notFetched(reason: string, location: string, { hint = 'Check its URL, or send the picture itself in base64.', ...options }: { readonly hint?: string; readonly cause?: unknown } = {}): ClinvkError {
  return new ClinvkError('invalid_request', `a picture could not be fetched: ${reason}`, { ...options, hint, details: { location, vendor_code: 'invalid_image_url' } })
}
