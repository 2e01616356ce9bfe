import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A version of a package in the registry. */
interface Release {
  readonly manifest: Readonly<Record<string, unknown>>
  readonly bytes: Buffer
}

/** A registry of npm on 127.0.0.1 that has what it was given. */
export class Registry {
  readonly #releases = new Map<string, Map<string, Release>>()
  readonly #server: Server
  url = ''

  constructor() {
    this.#server = createServer(({ url = '' }, response) => {
      const [, path = '', file] = /^\/(.+?)(?:\/-\/(.+))?$/.exec(decodeURIComponent(url)) ?? []
      const releases = this.#releases.get(path)
      const bytes = file === undefined ? undefined : releases?.get(file)?.bytes
      if (releases === undefined || (file !== undefined && bytes === undefined)) response.writeHead(404, { 'content-type': 'application/json' }).end('{"error":"Not found"}')
      else if (bytes !== undefined) response.end(bytes)
      else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(this.#document(path, releases)))
    })
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  /** Publishes a tarball; the newest publication is `latest`. `served` stands in for it when it is fetched. */
  publish(manifest: Readonly<Record<string, unknown>>, tarball: string, served: Buffer = readFileSync(tarball)): void {
    const name = manifest['name'] as string
    const bytes = readFileSync(tarball)
    const dist = { tarball: `${this.url}/${name}/-/${manifest['version'] as string}.tgz`, integrity: `sha512-${createHash('sha512').update(bytes).digest('base64')}`, shasum: createHash('sha1').update(bytes).digest('hex') }
    const releases = this.#releases.get(name) ?? new Map<string, Release>()
    releases.set(`${manifest['version'] as string}.tgz`, { manifest: { ...manifest, dist }, bytes: served })
    this.#releases.set(name, releases)
  }

  #document(name: string, releases: ReadonlyMap<string, Release>): unknown {
    const versions = [...releases.values()].map(({ manifest }) => manifest)
    return { name, 'dist-tags': { latest: versions.at(-1)?.['version'] }, versions: Object.fromEntries(versions.map((manifest) => [manifest['version'], manifest])) }
  }
}
