import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import { dirname, join } from 'node:path'
import { checkPrivateRoot } from './run-folder.ts'
import { removeTree } from './remove-tree.ts'

/** What nobody has touched for so long belongs to a host that died, milliseconds: a week. */
const abandonedMs = 7 * 24 * 60 * 60 * 1000

/**
 * Empty private folders (0700) to work in for runs that name none. A conversation may be bound to its folder's path, so the
 * folder of one that goes on is made again under its name.
 */
export class WorkFolders {
  readonly #root: string
  /** Folders in use, with how many runs work in each. */
  readonly #users = new Map<string, number>()

  /** `root` is made when it is first needed. */
  constructor(root: string) {
    this.#root = root
  }

  /** Whether a path is, or was, one of these folders. */
  owns(path: string): boolean {
    return dirname(path) === this.#root
  }

  /** Makes a folder, or `again` one that was there. Errors: `config_invalid` when the place is not private or cannot be written. */
  async create(again?: string): Promise<string> {
    const path = again ?? join(this.#root, randomUUID())
    await mkdir(this.#root, { recursive: true, mode: 0o700 })
    await checkPrivateRoot(this.#root)
    this.#users.set(path, (this.#users.get(path) ?? 0) + 1)
    await mkdir(path, { recursive: true, mode: 0o700 })
    return path
  }

  /** Gives a folder back; with its last user it is removed, with what is in it. */
  async remove(path: string): Promise<void> {
    const left = (this.#users.get(path) ?? 1) - 1
    if (left > 0) {
      this.#users.set(path, left)
      return
    }
    this.#users.delete(path)
    await removeTree(path)
  }

  /** Removes folders that a host left behind when it died. */
  async clean(now = Date.now()): Promise<void> {
    for (const name of await readdir(this.#root).catch(() => [])) {
      const path = join(this.#root, name)
      const found = await stat(path).catch(() => undefined) // gone meanwhile
      if (found !== undefined && now - found.mtimeMs > abandonedMs) await rm(path, { recursive: true, force: true })
    }
  }
}
