import { randomBytes } from 'node:crypto'
import { accessSync, constants, existsSync, mkdirSync, readdirSync, readlinkSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { cp } from 'node:fs/promises'
import { hostname } from 'node:os'
import { basename, join } from 'node:path'
import { ClinvkError, isClinvkError } from '@clinvk/plugin-sdk'
import { pluginFolder } from '../../config/data-dir.ts'
import { removeTree } from '../../process/remove-tree.ts'
import { replaceFile, syncFolder } from '../../session/durable-file.ts'
import { thisOwner } from '../../session/owner.ts'
import { storageError, systemCode } from '../../session/storage-error.ts'
import { StoreLock } from '../../session/store-lock.ts'
import { commandsFile, type InstalledPackage, type InstalledPlugin, readRecord, recordFile } from './plugin-record.ts'

/** A plugin folder in the making: nobody else sees it. */
export interface Draft {
  /** Absolute path. */
  readonly folder: string
  readonly plugins: Record<string, InstalledPlugin>
  readonly packages: Record<string, InstalledPackage>
  /** Set when nothing has changed after all: the draft goes, and everything stays as it is. */
  unchanged?: boolean
}

/** What belongs to a plugin folder and is taken along into the next one. */
const kept = ['package.json', 'package-lock.json', 'node_modules', 'packages'] as const

/**
 * The data folder of installed plugins. A change is made in a copy, and becomes true by one rename of the link `current`: after a
 * crash, or a plugin that is refused, everything is as it was. The folder before stays for processes that still load from it.
 */
export class PluginStore {
  readonly dir: string
  readonly #lock: StoreLock

  constructor(dir: string) {
    this.dir = dir
    this.#lock = new StoreLock(dir, thisOwner(hostname()))
  }

  /** The plugin folder that counts now. */
  folder(): string {
    return pluginFolder(this.dir)
  }

  /** What was installed. */
  read(): ReturnType<typeof readRecord> {
    return readRecord(this.folder())
  }

  /**
   * Runs `work` on a copy of the plugin folder, then puts it in force; when `work` throws, the copy goes and nothing has changed.
   * One process at a time. Errors: `overloaded` while another one is at it, `config_invalid` for a folder that cannot be
   * written, and those of `work`.
   */
  async change<Result>(work: (draft: Draft) => Promise<Result>): Promise<Result> {
    try {
      mkdirSync(this.dir, { recursive: true, mode: 0o700 })
      accessSync(this.dir, constants.W_OK)
      return await this.#lock.hold('plugins', async (guard) => {
        const draft = await this.#draft()
        try {
          const result = await work(draft)
          if (draft.unchanged === true) return result
          await write(draft)
          guard.check()
          this.#switch(draft.folder)
          return result
        } finally {
          // What is left for now goes with the next change.
          await this.#prune().catch(() => undefined)
        }
      })
    } catch (error) {
      if (isClinvkError(error) && error.code === 'session_busy') {
        throw new ClinvkError('overloaded', `cannot change the plugins in "${this.dir}": another clinvk is changing them`, { hint: 'Wait for it to end, then run this again.', cause: error })
      }
      if (isClinvkError(error) || systemCode(error) === undefined) throw error
      throw storageError('change the installed plugins', this.dir, error, 'CLINVK_DATA_DIR')
    }
  }

  async #draft(): Promise<Draft> {
    const folder = join(this.dir, 'generations', `${new Date().toISOString().replaceAll(/[:.]/g, '')}-${randomBytes(3).toString('hex')}`)
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const before = this.folder()
    for (const name of kept) {
      if (existsSync(join(before, name))) await cp(join(before, name), join(folder, name), { recursive: true, verbatimSymlinks: true, mode: constants.COPYFILE_FICLONE })
    }
    const { record, damaged } = readRecord(before)
    if (damaged) throw new ClinvkError('config_invalid', `cannot read "${join(before, recordFile)}", the record of installed plugins`, { hint: `Remove "${this.dir}" and install the plugins again.` })
    return { folder, plugins: { ...record.plugins }, packages: { ...record.packages } }
  }

  #switch(folder: string): void {
    const next = join(this.dir, `.next-${randomBytes(6).toString('hex')}`)
    symlinkSync(join('generations', basename(folder)), next, 'dir')
    renameSync(next, join(this.dir, 'current'))
    // From before the first change that was made this way, or by oclif itself.
    for (const name of kept) rmSync(join(this.dir, name), { recursive: true, force: true })
  }

  /** Keeps the folder in force and the one before it; a draft that was given up, or whose process died, goes. */
  async #prune(): Promise<void> {
    const all = join(this.dir, 'generations')
    const current = currentGeneration(this.dir)
    const names = readdirSync(all).sort()
    const before = names.filter((name) => current !== undefined && name < current).at(-1)
    for (const name of names) if (name !== current && name !== before) await removeTree(join(all, name))
    for (const name of readdirSync(this.dir)) if (name.startsWith('.next-')) rmSync(join(this.dir, name), { force: true })
  }
}

function currentGeneration(dir: string): string | undefined {
  try {
    return basename(readlinkSync(join(dir, 'current')))
  } catch {
    return undefined // nothing was ever installed
  }
}

async function write({ folder, plugins, packages }: Draft): Promise<void> {
  const words = Object.entries(plugins).flatMap(([name, { commands }]) => commands.map((word) => [word, name] as const))
  await replaceFile(folder, recordFile, `${JSON.stringify({ schema: 1, plugins, packages }, null, 2)}\n`)
  if (words.length > 0) await replaceFile(folder, commandsFile, JSON.stringify(Object.fromEntries(words)))
  const tarballs = new Set(Object.values(plugins).map(({ tarball }) => tarball))
  const stored = join(folder, 'packages')
  for (const name of existsSync(stored) ? readdirSync(stored) : []) if (!tarballs.has(`packages/${name}`)) rmSync(join(stored, name), { recursive: true, force: true })
  await syncFolder(folder)
}
