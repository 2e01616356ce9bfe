// tsyringe wants the Reflect polyfill before it is loaded.
import 'reflect-metadata'
import { readFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { container, type DependencyContainer, type InjectionToken, instanceCachingFactory } from 'tsyringe'
import { type Foundation, type Ingredients, layFoundation, type Services, servicesOn } from './compose.ts'
import type { Config } from './config/load.ts'
import { depthVariable, outerDepth } from './process/depth.ts'
import { RunGuard } from './process/guard/run-guard.ts'
import { runHelper } from './process/run-helper.ts'
import { WorkFolders } from './process/work-folder.ts'
import { ApiKeys } from './service/api-keys.ts'
import { CallerSessions } from './service/caller-sessions.ts'
import { FetchPictures } from './service/picture/fetch-pictures.ts'
import { PlanServedRun } from './service/plan-served-run.ts'
import { RememberedReplies } from './service/remembered-replies.ts'
import { ServerHealth } from './service/server-health.ts'
import { ServerStateReport } from './service/server-state.ts'
import { WorkdirRules } from './service/workdir-rules.ts'

/** The use cases of a server: those of the command line, and what only requests of others need. */
export interface ServedServices extends Services {
  readonly planServedRun: PlanServedRun
  readonly callerSessions: CallerSessions
  readonly rememberedReplies: RememberedReplies
  readonly fetchPictures: FetchPictures
  readonly serverHealth: ServerHealth
  readonly serverState: ServerStateReport
  readonly apiKeys: ApiKeys
}

/** The parts of a long-lived clinvk: what lasts as long as the process, and services for one configuration after the other. */
export interface ServerContainer {
  readonly foundation: Foundation
  /** Of clinvk. */
  readonly version: string
  /** Removes what servers that died have left. */
  readonly cleanUp: () => Promise<void>
  /** The services with a configuration; requests that are at work keep those of theirs. */
  readonly servicesFor: (config: Config) => ServedServices
  /** Ends what lasts beside this process. To be called when nothing runs any more. */
  readonly close: () => Promise<void>
}

/** How long gopass may take, milliseconds. */
const gopassMs = 5000

const tokens = {
  foundation: Symbol('Foundation') as InjectionToken<Foundation>,
  folders: Symbol('WorkFolders') as InjectionToken<WorkFolders>,
  config: Symbol('Config') as InjectionToken<Config>,
  services: Symbol('Services') as InjectionToken<Services>,
  replies: Symbol('RememberedReplies') as InjectionToken<RememberedReplies>,
  rules: Symbol('WorkdirRules') as InjectionToken<WorkdirRules>,
  served: Symbol('ServedServices') as InjectionToken<ServedServices>,
}

/** The factories of compose.ts, registered for `serve` and `mcp`, whose runs are guarded: a container for the process, and below it one for each configuration. */
export function createContainer(parts: Ingredients): ServerContainer {
  const guard = new RunGuard({ program: join(parts.root, 'dist', 'process', 'guard', 'guard-program.js'), log: parts.log })
  const ingredients = { ...parts, guard }
  const lasting = container.createChildContainer()
  once(lasting, tokens.foundation, () => layFoundation(ingredients))
  once(lasting, tokens.folders, () => new WorkFolders(join(resolve(tmpdir()), `clinvk-${process.getuid?.() ?? 'user'}-work`), guard))
  once(lasting, tokens.replies, () => new RememberedReplies())
  return {
    foundation: lasting.resolve(tokens.foundation),
    version: versionOf(ingredients.root),
    cleanUp: () => lasting.resolve(tokens.folders).clean(),
    servicesFor: (config) => withConfig(lasting, config, ingredients).resolve(tokens.served),
    close: () => guard.close(),
  }
}

function withConfig(lasting: DependencyContainer, config: Config, { root, env, home, log, guard }: Ingredients): DependencyContainer {
  const current = lasting.createChildContainer()
  current.register(tokens.config, { useValue: config })
  once(current, tokens.services, (from) => servicesOn(from.resolve(tokens.foundation), from.resolve(tokens.config)))
  const { allowed_workdir_prefixes: allowed, blocked_workdir_prefixes: blocked } = config.server
  once(current, tokens.rules, () => new WorkdirRules({ allowed, blocked, home: env['HOME'] || homedir(), own: home }))
  once(current, tokens.served, (from) => {
    const services = from.resolve(tokens.services)
    const { sessions, slots } = from.resolve(tokens.foundation)
    let keys: ApiKeys | undefined
    return {
      ...services,
      planServedRun: new PlanServedRun(services.planRun, config.server, from.resolve(tokens.rules), from.resolve(tokens.folders), sessions),
      callerSessions: new CallerSessions(sessions),
      rememberedReplies: from.resolve(tokens.replies),
      fetchPictures: new FetchPictures(config.server.image_urls),
      // Made when they are first asked for: a client at the other end of a pipe needs none.
      get apiKeys() {
        keys ??= new ApiKeys({ config: config.server, env, gopass: (path) => runHelper('gopass', ['show', '--password', path], withoutOwn(env), { timeoutMs: gopassMs, guard }), warn: (message) => log.warn(message) })
        return keys
      },
      serverHealth: new ServerHealth(services.listBackends, services.sessions, slots, versionOf(root), log),
      serverState: new ServerStateReport(slots, services.listBackends, sessions),
    }
  })
  return current
}

function once<Part>(place: DependencyContainer, token: InjectionToken<Part>, make: (from: DependencyContainer) => Part): void {
  place.register(token, { useFactory: instanceCachingFactory(make) })
}

/**
 * An environment in which stands how deep in runs of clinvk this process is. Some CLIs start their MCP servers with few variables, so that
 * a CLI that clinvk runs, and that calls clinvk, could go on without end: then the processes above tell.
 */
export function withOuterDepth(env: Ingredients['env']): Ingredients['env'] {
  const depth = outerDepth(env)
  return depth === undefined ? env : { ...env, [depthVariable]: depth }
}

/** What is clinvk's own, API keys among it, is nothing for programs that it starts. */
function withoutOwn(env: Ingredients['env']): Ingredients['env'] {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('CLINVK_')))
}

function versionOf(root: string): string {
  return (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version
}
