import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import { basename, dirname, join } from 'node:path'
import type { Guard, GuardedRun } from './guard/guard.ts'
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
  readonly #guard: Guard | undefined
  /** Folders in use, with how many runs work in each. */
  readonly #users = new Map<string, { count: number; readonly guarded: GuardedRun | undefined }>()

  /** Folders that are being removed. */
  readonly #removals = new Map<string, Promise<void>>()

  /** `root` is made when it is first needed. `guard` removes folders when this process dies. */
  constructor(root: string, guard?: Guard) {
    this.#root = root
    this.#guard = guard
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
    const users = this.#users.get(path)
    if (users === undefined) this.#users.set(path, { count: 1, guarded: this.#guard?.begin({ run_id: basename(path), run_folder: path }) })
    else users.count += 1
    // Whoever worked there before may be on the way out: what is made now must not go with that.
    await this.#removals.get(path)
    await mkdir(path, { recursive: true, mode: 0o700 })
    return path
  }

  /** Gives a folder back; with its last user it is removed, with what is in it. */
  async remove(path: string): Promise<void> {
    const users = this.#users.get(path)
    if (users !== undefined && --users.count > 0) return
    this.#users.delete(path)
    const removal = removeTree(path).finally(() => this.#removals.delete(path))
    this.#removals.set(path, removal)
    await removal
    // Somebody may have made it again meanwhile.
    if (!this.#users.has(path)) users?.guarded?.end()
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
