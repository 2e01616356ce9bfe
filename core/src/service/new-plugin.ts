import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { ClinvkError, isClinvkError } from '@clinvk/plugin-sdk'
import type { BackendManifest } from '../backend/package-manifest.ts'

/** A package that was written. */
export interface NewPluginResult {
  /** The backend's name. */
  readonly name: string
  readonly package: string
  readonly folder: string
  /** Every file in it, by path from the folder. */
  readonly files: readonly string[]
}

/** The longest name; it becomes part of a package's name, a folder's and a variable's. */
const longestName = 40

/** Writes the package of a new backend: it builds, and passes its test, as it stands. */
export class NewPlugin {
  readonly #root: string
  readonly #known: readonly BackendManifest[]

  /** `root`: the folder of clinvk's package.json. `known`: the backends that there are; their names are taken. */
  constructor(root: string, known: readonly BackendManifest[]) {
    this.#root = root
    this.#known = known
  }

  /**
   * `folder`: where to write it; by default a folder with the package's name in the current one. Errors: `invalid_request` for a
   * name that no backend can have or that is taken, and for a folder that holds something or cannot be written.
   */
  execute(name: string, folder?: string): NewPluginResult {
    this.#checkName(name)
    const target = resolve(folder ?? `clinvk-plugin-${name}`)
    try {
      checkFolder(target)
      this.#write(name, target)
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException
      if (code === undefined || isClinvkError(cause)) throw cause
      throw new ClinvkError('invalid_request', `cannot write the new plugin to ${target} (${code})`, { hint: 'Name a folder that you can write with --dir.', cause })
    }
    return { name, package: `clinvk-plugin-${name}`, folder: target, files: filesBelow(target) }
  }

  #checkName(name: string): void {
    const wrong = (why: string, hint: string) => new ClinvkError('invalid_request', `a new backend cannot be named "${name}": ${why}`, { hint, details: { usage: true } })
    if (!/^[a-z][a-z0-9-]*$/.test(name)) throw wrong('it is no name for a backend', 'Use lower-case letters, digits and dashes, beginning with a letter.')
    if (name.length > longestName) throw wrong(`it is longer than ${longestName} letters`, 'Choose a shorter name.')
    const taken = this.#known.find((backend) => backend.name === name)
    if (taken === undefined) return
    throw wrong(`that one already comes from ${taken.package}`, taken.origin === 'core' ? 'Choose another name.' : `Choose another name, or uninstall ${taken.package} first.`)
  }

  #write(name: string, target: string): void {
    const templates = join(this.#root, 'templates', 'plugin')
    const { version } = JSON.parse(readFileSync(join(this.#root, 'package.json'), 'utf8')) as { version: string }
    const title = name.split('-').filter((word) => word !== '').map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ')
    const words: Readonly<Record<string, string>> = { name, title, variable: name.toUpperCase().replaceAll('-', '_'), version }
    for (const path of filesBelow(templates)) {
      const file = join(target, renamed(path, name))
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, readFileSync(join(templates, path), 'utf8').replaceAll(/\{\{(\w+)\}\}/g, (_mark, word: string) => words[word] as string))
      if (dirname(path) === 'stand-in') chmodSync(file, 0o755)
    }
    copySdk(join(target, 'vendor', 'plugin-sdk'))
  }
}

function checkFolder(folder: string): void {
  const refused = (why: string) => new ClinvkError('invalid_request', `cannot write a new plugin to ${folder}: ${why}`, { hint: 'Name another folder with --dir; a new one is made.', details: { usage: true } })
  const stat = statSync(folder, { throwIfNoEntry: false })
  if (stat === undefined) return
  if (!stat.isDirectory()) throw refused('it is no folder')
  if (readdirSync(folder).length > 0) throw refused('it is not empty')
}

/** npm leaves a `.gitignore` out of a package, and the program that stands in has the backend's name. */
function renamed(path: string, name: string): string {
  if (path === '_gitignore') return '.gitignore'
  return path === join('stand-in', 'cli') ? join('stand-in', name) : path
}

/** The SDK that this clinvk runs with: types for the compiler, the kit for the test. Its source maps lead nowhere. */
function copySdk(target: string): void {
  const source = dirname(dirname(createRequire(import.meta.url).resolve('@clinvk/plugin-sdk')))
  cpSync(join(source, 'package.json'), join(target, 'package.json'))
  cpSync(join(source, 'dist'), join(target, 'dist'), { recursive: true, filter: (path) => !/\.(map|tsbuildinfo)$/.test(basename(path)) })
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .flatMap((entry) => (entry.isFile() ? [relative(folder, join(entry.parentPath, entry.name))] : []))
    .sort()
}
