import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** How a run of clinvk ended. */
export interface Finished {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
  /** stdout as one JSON document. */
  json(): Record<string, any>
  /** stdout as one JSON document a line. */
  events(): Record<string, any>[]
}

/** What is started, beside the arguments. */
export interface StartOptions {
  readonly stdin?: string
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
  /** A file descriptor to write standard error to, instead of keeping it. */
  readonly stderr?: number
}

const clinvk = fileURLToPath(new URL('../core/bin/run.js', import.meta.url))

/** A user of one's own: an empty HOME, a working directory and an environment that holds nothing of the machine. */
export class Sandbox {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), 'clinvk-test-')))
  readonly home = join(this.root, 'home')
  readonly work = join(this.root, 'work')
  readonly tmp = join(this.root, 'tmp')
  readonly env: Record<string, string>

  constructor(path: readonly string[] = []) {
    for (const folder of [this.home, this.work, this.tmp]) mkdirSync(folder)
    this.env = { HOME: this.home, PATH: [...path, dirname(process.execPath), '/usr/bin', '/bin'].join(':'), TMPDIR: this.tmp, TERM: 'xterm-256color', LANG: 'C.UTF-8' }
  }

  /** Writes a file below the root, folders included, and returns its path. */
  write(path: string, text: string | Uint8Array): string {
    const file = join(this.root, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
    return file
  }

  /** Starts clinvk without waiting. */
  start(args: readonly string[], { stdin, env, cwd, stderr }: StartOptions = {}): ChildProcess {
    const child = spawn(process.execPath, [clinvk, ...args], { cwd: cwd ?? this.work, env: { ...this.env, ...env }, stdio: [stdin === undefined ? 'ignore' : 'pipe', 'pipe', stderr ?? 'pipe'] })
    child.stdin?.on('error', () => undefined) // clinvk may refuse before it has read everything
    child.stdin?.end(stdin)
    return child
  }

  /** Runs clinvk to its end. */
  run(args: readonly string[], options: StartOptions = {}): Promise<Finished> {
    return finished(this.start(args, options))
  }

  /** Pids of living processes that were started in this sandbox, by their environment; of those, the ones in whose environment this stands. */
  processes(having = ''): number[] {
    return readdirSync('/proc').flatMap((entry) => {
      if (!/^\d+$/.test(entry)) return []
      try {
        const environment = readFileSync(`/proc/${entry}/environ`, 'utf8')
        return environment.includes(`HOME=${this.home}\0`) && environment.includes(having) ? [Number(entry)] : []
      } catch {
        return [] // gone, or another user's
      }
    })
  }

  /** Of those, the processes of runs, by the id that clinvk gives each run. */
  runs(): number[] {
    return this.processes('CLINVK_RUN_ID=')
  }

  /** Ends what is left running. */
  end(): void {
    for (const pid of this.processes()) {
      try {
        process.kill(pid, 'SIGKILL')
      } catch (cause) {
        if ((cause as NodeJS.ErrnoException).code !== 'ESRCH') throw cause // gone since it was listed
      }
    }
  }

  /** Every file below the root but those in `except`, for searching traces. */
  files(below = '.'): string[] {
    const folder = join(this.root, below)
    if (!existsSync(folder)) return []
    return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) => (entry.isFile() ? [join(entry.parentPath, entry.name)] : []))
  }

  /** Ends what is left running, as after a test that failed, and removes everything. */
  remove(): void {
    this.end()
    rmSync(this.root, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** The end of a child with all it printed. */
export function finished(child: ChildProcess): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const out: Buffer[] = []
    const err: Buffer[] = []
    child.stdout?.on('data', (chunk: Buffer) => out.push(chunk))
    child.stderr?.on('data', (chunk: Buffer) => err.push(chunk))
    child.once('error', reject)
    child.once('close', (code, signal) => {
      const stdout = Buffer.concat(out).toString('utf8')
      const stderr = Buffer.concat(err).toString('utf8')
      const parse = (text: string) => {
        try {
          return JSON.parse(text) as Record<string, any>
        } catch (cause) {
          throw new Error(`not JSON: ${stdout}\nstderr: ${stderr}`, { cause })
        }
      }
      resolve({ code, signal, stdout, stderr, json: () => parse(stdout), events: () => stdout.trim().split('\n').map(parse) })
    })
  })
}

/** Resolves when `condition` holds; rejects after `milliseconds`. */
export async function until(condition: () => boolean | Promise<boolean>, what: string, milliseconds = 40_000): Promise<void> {
  const deadline = performance.now() + milliseconds
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`waited ${milliseconds} ms in vain for: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
