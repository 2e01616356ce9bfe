import { randomBytes } from 'node:crypto'
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { ClinvkError } from '@clinvk/plugin-sdk'
import { replaceFile, writeWhole } from '../session/durable-file.ts'

/** A folder for results: one file a task, as it ends, and `summary.json` at the end. Files are 0600 and never there in half. */
export class OutputFolder {
  readonly path: string
  readonly #written = new Map<number, string>()

  private constructor(path: string) {
    this.path = path
  }

  /** Makes the folder, 0700, where it is missing, and tries to write into it. Errors: `invalid_request`. */
  static open(cwd: string, path: string): OutputFolder {
    const folder = resolve(cwd, path)
    const refuse = (problem: string, cause?: unknown) => new ClinvkError('invalid_request', `output_dir ${folder} ${problem}`, { hint: 'Name a folder that you may write to, or leave output_dir out.', cause })
    if (path.trim() === '') throw refuse('cannot be used: its name is empty')
    try {
      makeFolder(folder)
      const probe = join(folder, `.tmp-${process.pid}-${randomBytes(6).toString('hex')}`)
      writeFileSync(probe, '', { flag: 'wx', mode: 0o600 })
      rmSync(probe)
    } catch (cause) {
      const stats = statSync(folder, { throwIfNoEntry: false })
      if (stats !== undefined && !stats.isDirectory()) throw refuse('is not a directory', cause)
      throw refuse(`cannot be written to (${(cause as NodeJS.ErrnoException).code ?? String(cause)})`, cause)
    }
    return new OutputFolder(folder)
  }

  /** Writes what one task was and how it ended; `name` says what the task is called. Returns the file's path. Throws what writing throws. */
  async write(index: number, name: string | undefined, content: { readonly task: object; readonly result: object }): Promise<string> {
    const file = `${String(index + 1).padStart(3, '0')}_${fileBase(name, index)}.json`
    await replaceFile(this.path, file, `${JSON.stringify(content, null, 2)}\n`)
    this.#written.set(index, file)
    return join(this.path, file)
  }

  /**
   * Writes `summary.json`: the result with every item in full. Items are read back from their files one after the other, so that
   * nobody has to hold all answers; `items` stand in for those that are in no file.
   */
  writeSummary({ results: items, ...result }: { readonly results: readonly object[] }): void {
    const temporary = join(this.path, `.tmp-${process.pid}-${randomBytes(6).toString('hex')}`)
    try {
      const file = openSync(temporary, 'wx', 0o600)
      try {
        const [head, tail] = JSON.stringify({ ...result, results: [] }, null, 2).split(/(?<="results": \[)(?=\])/) as [string, string]
        writeWhole(file, head)
        for (const [index, item] of items.entries()) {
          const text = JSON.stringify(this.#inFull(index, item), null, 2)
          writeWhole(file, `${index === 0 ? '' : ','}\n    ${text.replaceAll('\n', '\n    ')}`)
        }
        writeWhole(file, `\n  ${tail}\n`)
      } finally {
        closeSync(file)
      }
      renameSync(temporary, join(this.path, 'summary.json'))
    } catch (error) {
      rmSync(temporary, { force: true })
      throw error
    }
  }

  #inFull(index: number, item: object): object {
    const file = this.#written.get(index)
    return file === undefined ? item : (JSON.parse(readFileSync(join(this.path, file), 'utf8')) as { result: object }).result
  }
}

/** Node.js's own recursive way goes round for ever where a folder is there and takes no new ones but says ENOENT, as /proc does. */
function makeFolder(path: string): void {
  if (existsSync(path)) return
  if (!existsSync(dirname(path))) makeFolder(dirname(path))
  try {
    mkdirSync(path, 0o700)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause // somebody else was faster
  }
}

const longestBase = 64

/** What a task's file is called behind its number. */
function fileBase(name: string | undefined, index: number): string {
  const base = (name ?? '').replaceAll(/[^A-Za-z0-9_-]/g, '_').replaceAll(/^_+|_+$/g, '').slice(0, longestBase).replaceAll(/_+$/g, '')
  return base === '' ? `task-${index + 1}` : base
}
