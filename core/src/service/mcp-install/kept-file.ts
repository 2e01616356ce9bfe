import { chmod, mkdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { ClinvkError } from '@clinvk/plugin-sdk'

/** A file of somebody else's that is about to change. */
export class KeptFile {
  readonly path: string
  /** What stood in it; undefined: there was none. */
  readonly text: string | undefined

  private constructor(path: string, text: string | undefined) {
    this.path = path
    this.text = text
  }

  /** Errors: `invalid_request` for a file that cannot be read. */
  static async open(path: string): Promise<KeptFile> {
    return new KeptFile(path, await read(path))
  }

  /** Puts a copy into a folder that is for the user alone. Resolves to its path; undefined: there is nothing to copy. */
  async backUp(folder: string, prefix: string): Promise<string | undefined> {
    if (this.text === undefined) return undefined
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const copy = join(folder, `${prefix}-${new Date().toISOString().replaceAll(/[:.]/g, '-')}-${basename(this.path)}`)
    await writeFile(copy, this.text, { mode: 0o600, flag: 'wx' })
    return copy
  }

  /** What stands in it now. */
  now(): Promise<string | undefined> {
    return read(this.path)
  }

  /** Puts a text in the place of what stands in it now, all at once. Links stay. */
  async write(text: string): Promise<void> {
    const target = await realpath(this.path)
    const next = `${target}.clinvk-${process.pid}`
    try {
      await writeFile(next, text, { mode: 0o600 })
      await chmod(next, (await stat(target)).mode & 0o777)
      await rename(next, target)
    } catch (cause) {
      await rm(next, { force: true })
      throw new ClinvkError('invalid_request', `${this.path} cannot be written (${(cause as NodeJS.ErrnoException).code})`, { hint: 'Look at its permissions, and at the room that is left on the disk.', cause })
    }
  }

  /** Brings back what stood in it. */
  async restore(): Promise<void> {
    if ((await this.now()) === this.text) return
    if (this.text === undefined) await rm(this.path, { force: true })
    else await this.write(this.text)
  }
}

async function read(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (code === 'ENOENT') return undefined
    throw new ClinvkError('invalid_request', `${path} cannot be read (${code})`, { hint: 'Look at its permissions, or move it away, and try again.', cause })
  }
}
