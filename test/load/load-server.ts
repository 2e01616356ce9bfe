import { closeSync, constants, existsSync, openSync, readdirSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { execFileSync } from 'node:child_process'
import { Agent, type IncomingMessage, request } from 'node:http'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { writeExecutable } from '../replay/replay-cli.ts'
import { Sandbox, until } from '../sandbox.ts'
import { type Serving, startServe } from '../serving.ts'

const liveHeap = fileURLToPath(new URL('live-heap.cjs', import.meta.url))

/** What a server holds of the machine. */
export interface Holdings {
  /** Resident memory, MiB. */
  readonly rss: number
  /** What of it is in use by the program, MiB. */
  readonly heap: number
  /** Open file descriptors. */
  readonly files: number
}

/** A CLI of Gemini's kind that says what is written into a FIFO, whose path is its prompt. As cheap as a process can be. */
const cat = ['read -r p', '[ -n "$p" ] || read -r p', 'exec cat "$p"']

/** Each connection ends with its answer: what is counted afterwards is the server's own. */
const agent = new Agent({ keepAlive: false, maxSockets: Infinity })

/** A server under load, in a place of its own. */
export class LoadServer {
  readonly sandbox: Sandbox
  readonly serving: Serving
  readonly bin: string
  #fifos = 0

  private constructor(sandbox: Sandbox, serving: Serving) {
    this.sandbox = sandbox
    this.serving = serving
    this.bin = `${sandbox.root}/bin`
  }

  /** `config` is the section `server` of the configuration. */
  static async start(config: Readonly<Record<string, unknown>> = {}, env: Readonly<Record<string, string>> = {}): Promise<LoadServer> {
    const sandbox = new Sandbox()
    sandbox.env['PATH'] = `${sandbox.root}/bin:${sandbox.env['PATH']}`
    sandbox.env['GEMINI_API_KEY'] = 'made-up'
    sandbox.write('home/.clinvk/config.yaml', JSON.stringify({ server: config }))
    writeExecutable(`${sandbox.root}/bin`, 'gemini', cat)
    const watched = { NODE_OPTIONS: `--expose-gc --require ${liveHeap}`, LIVE_HEAP_FILE: join(sandbox.root, 'live-heap') }
    return new LoadServer(sandbox, await startServe(sandbox, [], { env: { ...watched, ...env } }))
  }

  get pid(): number {
    return this.serving.child.pid ?? 0
  }

  /** Resident memory, MiB. */
  get rss(): number {
    return Number(/^VmRSS:\s*(\d+)/m.exec(readFileSync(`/proc/${this.pid}/status`, 'utf8'))?.[1]) / 1024
  }

  /** Counted when what nothing refers to any more has been thrown away. */
  async holdings(): Promise<Holdings> {
    const report = join(this.sandbox.root, 'live-heap')
    rmSync(report, { force: true })
    this.serving.child.kill('SIGUSR2')
    await until(() => existsSync(report), 'the size of the heap', 30_000)
    return { rss: this.rss, heap: Number(readFileSync(report, 'utf8')) / 2 ** 20, files: readdirSync(`/proc/${this.pid}/fd`).length }
  }

  /** Processes of runs. */
  runs(): number[] {
    return this.sandbox.processes().filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, 'utf8').includes('CLINVK_RUN_ID=')
      } catch {
        return false // gone
      }
    })
  }

  /** Bytes that the processes of runs have written so far, all together. */
  written(): number {
    return this.runs().reduce((sum, pid) => sum + Number(/^wchar: (\d+)/m.exec(existsSync(`/proc/${pid}/io`) ? readFileSync(`/proc/${pid}/io`, 'utf8') : '')?.[1] ?? 0), 0)
  }

  /** What runs have on disk besides their sessions. */
  leftovers(): string[] {
    const { tmp, home } = this.sandbox
    const uid = process.getuid?.()
    return [join(tmp, `clinvk-${uid}`), join(tmp, `clinvk-${uid}-work`), join(home, '.clinvk', 'runs')].flatMap((folder) => (existsSync(folder) ? readdirSync(folder) : []))
  }

  /** Waits until no run is at work. */
  async quiet(milliseconds = 30_000): Promise<void> {
    await until(() => this.leftovers().length === 0 && this.runs().length === 0, 'the end of all runs', milliseconds)
  }

  /** A run that says what the driver feeds it. */
  async fed(): Promise<FedRun> {
    const path = join(this.sandbox.root, `fifo-${this.#fifos++}`)
    execFileSync('mkfifo', [path])
    // Open for both ends: neither side waits for the other.
    const file = openSync(path, constants.O_RDWR | constants.O_NONBLOCK)
    return new FedRun(file, await this.stream({ backend: 'gemini', prompt: path, ephemeral: true }, () => writeSync(file, `${JSON.stringify({ type: 'init', session_id: '61896608-416b-4392-abca-76af3a7f642c', model: 'm' })}\n`)))
  }

  /** Asks for a stream of events; resolves with its answer's head. */
  stream(body: object, asked: () => void = () => {}): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const sent = request(`${this.serving.url}/api/v1/prompt`, { method: 'POST', agent, headers: { 'Content-Type': 'application/json', Accept: 'text/event-stream' } }, resolve)
      sent.once('error', reject)
      sent.end(JSON.stringify(body), asked)
    })
  }

  /** Ends everything, whatever state it is in. */
  remove(): void {
    this.serving.child.kill('SIGKILL')
    this.sandbox.remove()
  }
}

const last = `${JSON.stringify({ type: 'result', status: 'success', stats: { total_tokens: 3, input_tokens: 1, output_tokens: 2, cached: 0 } })}\n`

/** A stream, and the end of it that the CLI has. */
export class FedRun {
  readonly answer: IncomingMessage
  readonly #file: number
  #text = ''
  #heard: () => void = () => {}

  constructor(file: number, answer: IncomingMessage) {
    this.#file = file
    this.answer = answer
    answer.setEncoding('utf8')
    answer.on('data', (chunk: string) => {
      this.#text += chunk
      this.#heard()
    })
    // A client that leaves gets an error for it.
    answer.on('error', () => {})
    answer.once('close', () => this.#heard())
  }

  /** All that has come. */
  get text(): string {
    return this.#text
  }

  /** A piece of the answer is sent by the CLI; resolves when the client has it, with how long that took, milliseconds. */
  async delta(content: string): Promise<number> {
    const since = performance.now()
    writeSync(this.#file, `${JSON.stringify({ type: 'message', role: 'assistant', content, delta: true })}\n`)
    await this.heard(content)
    return performance.now() - since
  }

  async heard(content: string): Promise<void> {
    while (!this.#text.includes(content)) {
      if (this.answer.destroyed) throw new Error(`the stream ended without "${content}": ${this.#text.slice(-300)}`)
      await new Promise<void>((resolve) => (this.#heard = resolve))
    }
  }

  /** The CLI says its last word and ends. */
  async finish(): Promise<void> {
    const closed = this.answer.closed ? undefined : new Promise((resolve) => this.answer.once('close', resolve))
    writeSync(this.#file, last)
    closeSync(this.#file)
    await closed
  }

  /** The client leaves. */
  leave(): void {
    this.answer.destroy()
    closeSync(this.#file)
  }
}
