import { lstatSync, realpathSync, statSync } from 'node:fs'
import { basename, dirname, isAbsolute, join, resolve, sep } from 'node:path'
import { ClinvkError } from '@clinvk/plugin-sdk'

/** Where no run of a server may work unless `blocked_workdir_prefixes` says otherwise. */
const systemFolders = ['/etc', '/var/run', '/var/lock', '/root', '/sys', '/proc', '/dev', '/usr/bin', '/usr/sbin', '/bin', '/sbin', '/boot', '/lib', '/lib64', '/usr/lib', '/usr/lib64']

/** Folders of a home that hold keys. */
const keyFolders = ['.ssh', '.gnupg', '.aws', '.azure', '.kube', '.docker', '.config/gcloud', '.config/gh', '.claude', '.codex', '.gemini', '.clinvk']

/** What the rules are made from. */
export interface WorkdirRuleOptions {
  /** Absolute paths; empty: everything that is not blocked. */
  readonly allowed: readonly string[]
  /** Absolute paths; empty: the built-in list. */
  readonly blocked: readonly string[]
  /** The home of the server's user. */
  readonly home: string
  /** clinvk's own folder. */
  readonly own: string
}

/** Which directories a run may be given over HTTP or MCP. Links are followed before anything is compared. */
export class WorkdirRules {
  readonly #allowed: readonly string[]
  readonly #blocked: readonly string[]

  constructor({ allowed, blocked, home, own }: WorkdirRuleOptions) {
    // Where the server's user lives in /root, as in a container, only the folders with keys are out of bounds.
    const builtIn = [...systemFolders.filter((folder) => !isBelow(real(home) ?? home, folder)), ...keyFolders.map((folder) => join(home, folder)), own]
    this.#allowed = both(allowed)
    this.#blocked = blocked.length > 0 ? blocked : builtIn
  }

  /** The directory without links; `what`: how the request calls it. Errors: `invalid_request`, `permission_denied` for a place out of bounds. */
  check(path: string, what = 'workdir'): string {
    const refuse = (code: 'invalid_request' | 'permission_denied', problem: string, hint: string) => new ClinvkError(code, `${what} ${JSON.stringify(path)} ${problem}`, { hint })
    if (!isAbsolute(path)) throw refuse('invalid_request', 'must be an absolute path', 'Begin it with "/".')
    // A NUL byte would end the path for the system, but not for the rules.
    const found = path.includes('\0') ? undefined : real(path)
    if (found === undefined) throw refuse('invalid_request', 'does not exist', 'Create it on the machine of the server, or name another one.')
    // Where they lead now: a link may have come since the start.
    if (found === '/' || both(this.#blocked).some((prefix) => isBelow(found, prefix))) {
      throw refuse('permission_denied', 'is out of bounds (blocked path)', 'Name another directory; server.blocked_workdir_prefixes decides.')
    }
    if (this.#allowed.length > 0 && !this.#allowed.some((prefix) => isBelow(found, prefix))) {
      throw refuse('permission_denied', 'is out of bounds (not in allowed paths)', 'Name a directory below server.allowed_workdir_prefixes (for MCP clients mcp.workdirs, too).')
    }
    if (!statSync(found).isDirectory()) throw refuse('invalid_request', 'is not a directory', 'Name a directory.')
    return found
  }
}

function real(path: string): string | undefined {
  try {
    return realpathSync(path)
  } catch {
    return undefined // not there, or not to be seen: the same for whoever asks
  }
}

/**
 * Where a path leads, without links. What is not there yet will be where its folder leads. Undefined where nobody can know: a link to
 * what is not there, or what may not be looked at.
 */
export function placeOf(path: string): string | undefined {
  const whole = resolve(path)
  const found = real(whole)
  if (found !== undefined || !isMissing(whole)) return found
  const folder = placeOf(dirname(whole))
  return folder === undefined ? undefined : join(folder, basename(whole))
}

function isMissing(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) === undefined
  } catch {
    return false // it may well be there
  }
}

/** A prefix as it is written, and where it leads: `/bin` is `/usr/bin` on many machines. */
function both(prefixes: readonly string[]): string[] {
  return [...new Set(prefixes.flatMap((prefix) => [prefix, real(prefix) ?? prefix]))]
}

/** True for the folder itself and what is in it; `/etcetera` is not in `/etc`. */
export function isBelow(path: string, folder: string): boolean {
  const end = folder.endsWith(sep) ? folder.slice(0, -1) : folder
  return path === end || path.startsWith(end + sep)
}
