import { ClinvkError, isClinvkError, type TemporaryFile, type TemporaryPath } from '@clinvk/plugin-sdk'
import { lstat, mkdir, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { removeTree } from './remove-tree.ts'
import { checkRunId } from './run-id.ts'
import { checkLayout, checkPath } from './run-folder-layout.ts'

/**
 * The private folder of one run: its temporary files and, below `tmp`, what its processes put into TMPDIR. Keep the root's
 * path short: programs make sockets in TMPDIR, and a socket's path has 104 bytes at most.
 */
export class RunFolder {
  readonly path: string
  readonly #files = new Set<string>()

  private constructor(path: string) {
    this.path = path
  }

  /**
   * Makes `<root>/<run_id>` and its `tmp`, all 0700; the root too when it is missing. Throws `config_invalid` when that
   * fails, or when the root is another user's, who could then put a folder of his own in its place.
   */
  static async create(root: string, runId: string): Promise<RunFolder> {
    checkRunId(runId)
    const folder = new RunFolder(join(root, runId))
    try {
      await mkdir(root, { recursive: true, mode: 0o700 })
      await checkPrivateRoot(root)
      await mkdir(folder.path, { mode: 0o700 })
      await mkdir(folder.tmpdir, { mode: 0o700 })
    } catch (error) {
      throw isClinvkError(error) ? error : cannotMake(root, String(error))
    }
    return folder
  }

  /** The run's TMPDIR. */
  get tmpdir(): string {
    return join(this.path, 'tmp')
  }

  /** Makes an invocation's files (0600), folders (0700) and links. Throws `plugin_invalid` for a path outside the folder. */
  async write(files: Readonly<Record<string, TemporaryFile>>): Promise<void> {
    const paths = Object.keys(files)
    checkLayout(paths)
    for (const [path, file] of Object.entries(files)) {
      const target = join(this.path, path)
      await mkdir(dirname(target), { recursive: true, mode: 0o700 })
      if ('link' in file) await symlink(file.link, target)
      else await writeFile(target, Buffer.from(file.content, file.encoding ?? 'utf8'), { flag: 'wx', mode: 0o600 })
      this.#files.add(path)
    }
  }

  /** A value of an invocation as the process gets it. Throws `plugin_invalid` for a path that no file was written to or below. */
  resolve(value: string | TemporaryPath): string {
    if (typeof value === 'string') return value
    checkPath(value.path)
    if (![...this.#files].some((file) => file === value.path || file.startsWith(`${value.path}/`))) {
      const problem = `a backend refers to the temporary path "${value.path}" but describes no such file`
      throw new ClinvkError('plugin_invalid', problem, {
        hint: "Add it to the files of the backend's invocation.",
      })
    }
    return (value.prefix ?? '') + join(this.path, value.path)
  }

  /** Removes the folder with everything in it; links are removed, not followed. Without effect the second time. */
  async remove(): Promise<void> {
    await removeTree(this.path)
  }
}

/** Others must not be able to swap the run's folder: where they may write, only the sticky bit (as in /tmp) prevents that. */
export async function checkPrivateRoot(root: string): Promise<void> {
  // A link would be followed to wherever its owner leads it, now or later.
  const found = await lstat(root)
  if (!found.isDirectory()) throw cannotMake(root, 'it is a link, or no folder')
  const { mode, uid } = found
  if (uid !== process.getuid?.() && uid !== 0) throw cannotMake(root, 'it belongs to another user')
  if ((mode & 0o022) !== 0 && (mode & 0o1000) === 0) throw cannotMake(root, 'it may be written by others')
}

function cannotMake(root: string, problem: string): ClinvkError {
  return new ClinvkError('config_invalid', `could not make the private folder of a run in "${root}": ${problem}`, {
    hint: 'Choose a folder of your own that can be written, for example with TMPDIR.',
  })
}
