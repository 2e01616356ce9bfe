import { ClinvkError } from '@clinvk/plugin-sdk'
import type { Log } from '../../log.ts'
import { runHelper } from '../../process/run-helper.ts'
import { isRecord } from '../../schema/is-record.ts'
import type { RunNpm } from './package-tools.ts'

/** What npm is run with. */
export interface NpmOptions {
  readonly env: Readonly<Record<string, string | undefined>>
  /** Variables that npm has no use for: keys of the CLIs. */
  readonly withheld: readonly string[]
  readonly signal: AbortSignal
  readonly log: Log
}

/** A large package over a slow line. */
const timeoutMs = 15 * 60_000
/** `npm pack --json` names every file of a package. */
const maxBytes = 64 * 1024 * 1024

/** Settings that hold whatever the user's .npmrc says: above all, no script of a package runs. */
const settings = {
  npm_config_ignore_scripts: 'true',
  npm_config_audit: 'false',
  npm_config_fund: 'false',
  npm_config_update_notifier: 'false',
  npm_config_package_lock: 'true',
  npm_config_save: 'true',
  npm_config_save_exact: 'false',
  npm_config_dry_run: 'false',
  npm_config_global: 'false',
  npm_config_location: 'user',
  npm_config_install_strategy: 'hoisted',
  npm_config_legacy_peer_deps: 'false',
  npm_config_loglevel: 'error',
  npm_config_progress: 'false',
  HUSKY: '0',
}

/** Runs npm without scripts. Its failures become errors that say what it said: see {@link npmFailure}. */
export function npmRunner({ env, withheld, signal, log }: NpmOptions): RunNpm {
  const passed = Object.entries(env).filter(([name]) => !name.startsWith('CLINVK_') && !withheld.includes(name) && !/^npm_/i.test(name))
  // The caller's own npm settings, such as a registry, count; what npm tells a script that it runs does not.
  const own = Object.entries(env).filter(([name]) => /^npm_config_/i.test(name) && !/^npm_config_(?:local_prefix|prefix|global_prefix|ignore_scripts|json)$/i.test(name))
  return async (file, args, cwd) => {
    log.debug(`${cwd}: npm ${args.join(' ')}`)
    const script = file.endsWith('.js')
    const end = await runHelper(script ? process.execPath : file, script ? [file, ...args] : args, { ...Object.fromEntries([...passed, ...own]), ...settings }, { timeoutMs, maxBytes, cwd, signal })
    for (const line of end.stderr.split('\n')) if (line !== '') log.debug(line)
    if (signal.aborted) throw new ClinvkError('cancelled', 'cancelled; the plugins are as they were')
    if (end.code !== 0) throw npmFailure(end.stdout, end.stderr, end.code === null)
    return end.stdout
  }
}

const unreachable = new Set(['ECONNREFUSED', 'ENOTFOUND', 'ETIMEDOUT', 'ECONNRESET', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH', 'ERR_SOCKET_TIMEOUT', 'ENOTCACHED', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'SELF_SIGNED_CERT_IN_CHAIN', 'CERT_HAS_EXPIRED'])

/** What npm says went wrong. */
export class NpmFailure extends Error {
  /** npm's code, such as `E404`. */
  readonly npmCode: string
  /** True when what was asked for could not be got over the network. */
  readonly unreachable: boolean

  constructor(npmCode: string, message: string) {
    super(message)
    this.npmCode = npmCode
    this.unreachable = unreachable.has(npmCode)
  }
}

/** npm prints its failure as JSON on stdout (`--json`), and as lines that begin with `npm error` on stderr. */
function npmFailure(stdout: string, stderr: string, ended: boolean): NpmFailure {
  const told = jsonError(stdout)
  if (told !== undefined) return new NpmFailure(told.code, told.summary)
  const lines = stderr.split('\n').map((line) => line.replace(/^npm (?:error|ERR!) ?/, '').trim()).filter((line) => line !== '')
  const code = lines.map((line) => /^code (\S+)$/.exec(line)?.[1]).find((found) => found !== undefined) ?? ''
  const words = lines.find((line) => !/^(?:code|syscall|errno|path|dest) /.test(line)) ?? (ended ? 'npm was ended before it was done' : 'npm failed without a word')
  return new NpmFailure(code, words)
}

function jsonError(stdout: string): { code: string; summary: string } | undefined {
  try {
    const parsed = JSON.parse(stdout.slice(stdout.indexOf('{'))) as unknown
    const error = isRecord(parsed) ? parsed['error'] : undefined
    if (!isRecord(error)) return undefined
    const summary = [error['summary'], error['detail']].find((text) => typeof text === 'string' && text !== '') as string | undefined
    return { code: typeof error['code'] === 'string' ? error['code'] : '', summary: (summary ?? 'npm failed without a word').split('\n')[0] as string }
  } catch {
    return undefined // no JSON: npm failed before it could say so
  }
}
