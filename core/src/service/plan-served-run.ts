import { ClinvkError } from '@clinvk/plugin-sdk'
import type { Config } from '../config/load.ts'
import type { WorkFolders } from '../process/work-folder.ts'
import { type Caller, visibleTo } from './caller.ts'
import { checkCeiling, underCeiling } from './permission-ceiling.ts'
import type { PlanRun, RunPlan } from './plan-run.ts'
import type { PromptRequest } from './prompt-request.ts'
import type { SessionProvider } from './session-provider.ts'
import type { WorkdirRules } from './workdir-rules.ts'

/** A run that a server may start, and what has to be given back when it has ended or did not begin. */
export interface ServedRun {
  readonly plan: RunPlan
  /** Removes the private folder of a run that named none. */
  readonly dispose: () => Promise<void>
}

/**
 * Plans runs that are asked for over HTTP or MCP: the rules of the server for directories, backends and permissions, and then
 * those of every run. Every surface asks here.
 */
export class PlanServedRun {
  readonly #plan: PlanRun
  readonly #config: Config['server']
  readonly #rules: WorkdirRules
  readonly #folders: WorkFolders
  readonly #sessions: SessionProvider

  constructor(plan: PlanRun, config: Config['server'], rules: WorkdirRules, folders: WorkFolders, sessions: SessionProvider) {
    this.#plan = plan
    this.#config = config
    this.#rules = rules
    this.#folders = folders
    this.#sessions = sessions
  }

  /** What can be refused before anything is made, or fetched, for a request. Errors: `permission_denied`, `backend_not_found`, `backend_disabled`. */
  check({ backend, fallback = [], session_id: session }: Pick<PromptRequest, 'backend' | 'fallback' | 'session_id'>, caller: Caller): void {
    if (backend !== undefined && backend !== '') checkBackend(backend, caller)
    for (const name of fallback) checkBackend(name, caller)
    if (session === undefined) this.#plan.checkName(backend)
  }

  /**
   * Errors: `permission_denied`, and what planning throws. `folders`: private folders of the same request, in which its runs may
   * work one after the other; those that are made are added.
   */
  async execute(wanted: PromptRequest, caller: Caller, dryRun = false, folders?: Set<string>): Promise<ServedRun> {
    const session = wanted.session_id === undefined ? undefined : await (await this.#sessions()).resolve(wanted.session_id, visibleTo(caller))
    const asked: PromptRequest = { ...wanted, ...(session === undefined ? {} : { session_id: session.id }), ...(caller.name === undefined ? {} : { owner: caller.name }) }
    this.check(asked, caller)
    const { workdir, dispose } = await this.#directory(asked, session?.working_dir, folders)
    try {
      const request = underCeiling({ ...asked, ...ofCaller(caller), workdir, ...this.#dirs(asked) }, caller.max_permission)
      const guard: PromptRequest['guard'] = (backend, options) => {
        checkBackend(backend, caller)
        checkCeiling(options, request, caller.max_permission)
      }
      return { plan: await this.#plan.execute({ ...request, guard }, dryRun), dispose }
    } catch (error) {
      await dispose()
      throw error
    }
  }

  #dirs({ allowed_dirs: dirs }: PromptRequest): Pick<PromptRequest, 'allowed_dirs'> {
    return dirs === undefined ? {} : { allowed_dirs: dirs.map((dir) => this.#rules.check(dir, 'allowed_dirs')) }
  }

  /** What the request says, else where its session worked, else as configured, else a private folder; never the server's own. */
  async #directory(asked: PromptRequest, before = '', shared?: Set<string>): Promise<{ workdir: string; dispose: () => Promise<void> }> {
    const named = asked.workdir || before
    if (named !== '' && !this.#folders.owns(named)) return { workdir: this.#rules.check(named), dispose: async () => {} }
    if (named === '' && this.#config.default_workdir !== '') return { workdir: this.#config.default_workdir, dispose: async () => {} }
    const again = named !== '' && (shared?.has(named) === true || !asked.workdir)
    const folder = await this.#folders.create(again ? named : undefined)
    shared?.add(folder)
    return { workdir: folder, dispose: () => this.#folders.remove(folder) }
  }
}

/** Runs of a request are watched, and told of, as that one is, and they are as deep as who asks. */
function ofCaller({ observe, log, depth }: Caller): Pick<PromptRequest, 'observe' | 'log' | 'callerDepth'> {
  return { ...(depth === undefined ? {} : { callerDepth: depth }), ...(observe === undefined ? {} : { observe }), ...(log === undefined ? {} : { log }) }
}

/** Whether a key may use a backend. Errors: `permission_denied`. */
export function checkBackend(name: string, { backends, name: key }: Caller): void {
  if (backends === undefined || backends.includes(name)) return
  throw new ClinvkError('permission_denied', `${key === undefined ? 'this server' : `the key "${key}"`} may not use the backend "${name}"`, { backend: name, hint: `It may use: ${backends.join(', ') || 'none'}.` })
}
