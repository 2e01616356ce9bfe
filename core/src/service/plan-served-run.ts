import { ClinvkError } from '@clinvk/plugin-sdk'
import type { Config } from '../config/load.ts'
import type { WorkFolders } from '../process/work-folder.ts'
import type { Caller } from './caller.ts'
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

  /** Errors: `permission_denied`, and what planning throws. */
  async execute(asked: PromptRequest, caller: Caller, dryRun = false): Promise<ServedRun> {
    if (asked.backend !== undefined && asked.backend !== '') checkBackend(asked.backend, caller)
    for (const name of asked.fallback ?? []) checkBackend(name, caller)
    if (asked.session_id === undefined) this.#plan.checkName(asked.backend)
    const { workdir, dispose } = await this.#directory(asked)
    try {
      const request = underCeiling({ ...asked, workdir, ...this.#dirs(asked) }, caller.max_permission)
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
    return dirs === undefined ? {} : { allowed_dirs: dirs.map((dir) => this.#rules.check(dir)) }
  }

  /** What the request says, else where its session worked, else as configured, else a private folder; never the server's own. */
  async #directory(asked: PromptRequest): Promise<{ workdir: string; dispose: () => Promise<void> }> {
    const named = asked.workdir || (asked.session_id === undefined ? '' : await this.#directoryOf(asked.session_id))
    if (named !== '' && !this.#folders.owns(named)) return { workdir: this.#rules.check(named), dispose: async () => {} }
    if (named === '' && this.#config.default_workdir !== '') return { workdir: this.#config.default_workdir, dispose: async () => {} }
    const folder = await this.#folders.create(asked.workdir || named === '' ? undefined : named)
    return { workdir: folder, dispose: () => this.#folders.remove(folder) }
  }

  async #directoryOf(session: string): Promise<string> {
    return (await (await this.#sessions()).resolve(session)).working_dir
  }
}

function checkBackend(name: string, { backends, name: key }: Caller): void {
  if (backends === undefined || backends.length === 0 || backends.includes(name)) return
  throw new ClinvkError('permission_denied', `the key "${key}" may not use the backend "${name}"`, { backend: name, hint: `It may use: ${backends.join(', ')}.` })
}
