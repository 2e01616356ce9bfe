import type { ChildProcess } from 'node:child_process'
import { type Finished, finished, type Sandbox, type StartOptions } from './sandbox.ts'

/** A clinvk that listens. */
export interface Listening {
  readonly child: ChildProcess
  readonly url: string
  /** What it printed when it began to listen. */
  readonly banner: Readonly<Record<string, unknown>>
  readonly ended: Promise<Finished>
}

/** A running `clinvk serve`. */
export interface Serving extends Listening {
  /** `POST /api/v1/prompt`. */
  prompt(body: object, init?: RequestInit): Promise<Response>
}

/** Starts a server on a free port and waits until it listens. */
export async function startServe(sandbox: Sandbox, args: readonly string[] = [], options: StartOptions = {}): Promise<Serving> {
  const server = await startListening(sandbox, ['serve', '-p', '0', '--json', ...args], options)
  return {
    ...server,
    prompt: (body, init = {}) => fetch(`${server.url}/api/v1/prompt`, { method: 'POST', body: JSON.stringify(body), ...init, headers: { 'Content-Type': 'application/json', ...(init.headers as Record<string, string> | undefined) } }),
  }
}

/** Starts a command that prints as JSON where it listens, and waits for that. */
export async function startListening(sandbox: Sandbox, command: readonly string[], options: StartOptions = {}): Promise<Listening> {
  const child = sandbox.start(command, options)
  const ended = finished(child)
  let text = ''
  const line = new Promise<string>((resolve) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      text += String(chunk)
      if (text.includes('\n')) resolve(text)
    })
  })
  const first = await Promise.race([line, ended.then(({ stdout, stderr }) => Promise.reject(new Error(`the server ended: ${stdout}${stderr}`)))])
  const banner = JSON.parse(first) as Record<string, unknown>
  return { child, url: String(banner['url']), banner, ended }
}
