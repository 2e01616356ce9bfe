import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { cache } from './pinned-clis.ts'

const scripts = fileURLToPath(new URL('./python/', import.meta.url))
const requirements = join(scripts, 'requirements.txt')
const run = promisify(execFile)

/** What a case gave, or what the client raised. */
export interface PythonAnswer {
  readonly value?: any
  readonly error?: PythonError
}

/** Something that was raised: its class and those that it stands on, and what it says. */
export interface PythonError {
  readonly classes: readonly string[]
  readonly message: string
  readonly status: number | null
  readonly code: string | null
  readonly body: any
  readonly request_id: string | null
}

/** A program in Python that carries out cases, one after the other. */
export class PythonClient {
  readonly #child: ChildProcess
  readonly #lines: AsyncIterator<string>
  #stderr = ''
  #before: Promise<unknown> = Promise.resolve()

  /** `script`: a file of `python/`. `env` is all that it has for an environment. */
  constructor(script: string, env: Readonly<Record<string, string>>) {
    this.#child = spawn(join(venv(), 'bin', 'python'), ['-u', join(scripts, script)], { env: { ...env, PYTHONDONTWRITEBYTECODE: '1', LANGSMITH_TRACING: 'false' }, stdio: ['pipe', 'pipe', 'pipe'] })
    this.#child.stderr?.on('data', (chunk: Buffer) => (this.#stderr += String(chunk)))
    this.#child.stdin?.on('error', () => undefined) // that it ended is told when its answer is awaited
    this.#lines = createInterface({ input: this.#child.stdout as NodeJS.ReadableStream })[Symbol.asyncIterator]()
  }

  /** Has a case carried out, after those before it. */
  ask(name: string, asked: object): Promise<PythonAnswer> {
    const answer = this.#before.then(async () => {
      this.#child.stdin?.write(`${JSON.stringify({ case: name, with: asked })}\n`)
      const { value, done } = await this.#lines.next()
      if (done === true) throw new Error(`the client ended: ${this.#stderr}`)
      return JSON.parse(value) as PythonAnswer
    })
    this.#before = answer.catch(() => undefined) // told to whoever asked
    return answer
  }

  /** The same for a case that is to succeed. */
  async value(name: string, asked: object): Promise<any> {
    const { value, error } = await this.ask(name, asked)
    if (error !== undefined) throw new Error(`${error.classes[0]}: ${error.message}`)
    return value
  }

  end(): void {
    this.#child.kill('SIGKILL')
  }
}

/** Why the clients in Python are left out; undefined: they are there. */
export function withoutPython(): string | undefined {
  return existsSync(venv()) ? undefined : 'python3 with venv, or a package index, is not at hand'
}

/** Installs the clients into a virtual environment in the cache folder, unless they are there, or cannot be had, which is printed. */
export async function installPythonClients(): Promise<void> {
  if (existsSync(venv())) return
  const building = `${venv()}.${process.pid}`
  mkdirSync(cache, { recursive: true })
  try {
    await run('python3', ['-m', 'venv', building])
    await run(join(building, 'bin', 'python'), ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--only-binary', ':all:', '-r', requirements], { maxBuffer: 16 * 1024 * 1024 })
    if (!existsSync(venv())) renameSync(building, venv())
  } catch (cause) {
    process.stdout.write(`the clients in Python are not tested: ${cause instanceof Error ? cause.message.trim().split('\n').at(-1) : String(cause)}\n`)
  } finally {
    rmSync(building, { recursive: true, force: true })
  }
}

/** One folder for each list of packages. */
function venv(): string {
  return join(cache, `python-clients-${createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12)}`)
}
