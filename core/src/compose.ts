import { homedir, totalmem } from 'node:os'
import { join } from 'node:path'
import { BreakerGate } from './backend/breaker-gate.ts'
import { discoverBackends } from './backend/discovery.ts'
import { createHostFactory, type HostFactory } from './backend/host.ts'
import { BackendInspector } from './backend/inspect-backend.ts'
import { BackendRegistry, type RegistryChange } from './backend/registry.ts'
import { BackendRunner, runFoldersRoot } from './backend/run-backend.ts'
import { dataDir } from './config/data-dir.ts'
import type { Config } from './config/load.ts'
import { unknownBackends } from './config/unknown-backends.ts'
import type { Log } from './log.ts'
import type { Guard } from './process/guard/guard.ts'
import { defaultMaxRuns, RunSlots } from './process/run-slots.ts'
import { longestSecs } from './schema/longest-secs.ts'
import type { RunChain } from './service/chain/run-chain.ts'
import type { ConfigurationState } from './service/doctor/check.ts'
import type { Doctor } from './service/doctor/doctor.ts'
import { DryRun } from './service/dry-run.ts'
import { KeepRun } from './service/keep-run.ts'
import { ListBackends } from './service/list-backends.ts'
import type { InstallMcpServer } from './service/mcp-install/install-mcp-server.ts'
import { ModelRouting } from './service/model-routing.ts'
import type { NewPlugin } from './service/new-plugin.ts'
import { OpenScreen } from './service/open-screen.ts'
import type { Plugins } from './service/plugins/plugins.ts'
import { PlanRun } from './service/plan-run.ts'
import { ResetBreaker } from './service/reset-breaker.ts'
import type { RunCompare } from './service/run-compare.ts'
import type { RunParallel } from './service/run-parallel.ts'
import { RunPrompt } from './service/run-prompt.ts'
import type { SessionProvider } from './service/session-provider.ts'
import { Sessions } from './service/sessions.ts'
import type { TestPlugin } from './service/test-plugin.ts'

/** What the services are made from. */
export interface Ingredients {
  /** The folder of clinvk's package.json. */
  readonly root: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly config: Config
  /** clinvk's own folder. */
  readonly home: string
  readonly log: Log
  /** Clears away what runs when this process dies. Absent, as on the command line: the next clinvk does. */
  readonly guard?: Guard
}

/** The use cases that every entry calls. */
export interface Services {
  readonly planRun: PlanRun
  readonly runPrompt: RunPrompt
  /** Several runs; each is loaded when it is asked for. */
  readonly runParallel: () => Promise<RunParallel>
  readonly runCompare: () => Promise<RunCompare>
  readonly runChain: () => Promise<RunChain>
  readonly openScreen: OpenScreen
  readonly dryRun: DryRun
  readonly listBackends: ListBackends
  readonly modelRouting: ModelRouting
  readonly resetBreaker: ResetBreaker
  readonly sessions: Sessions
  /** For authors of plugins; both are imported when they are asked for. */
  readonly newPlugin: () => Promise<NewPlugin>
  readonly testPlugin: () => Promise<TestPlugin>
  /** Loaded when it is asked for. Aborting `signal` ends its probes. */
  readonly doctor: (configuration: ConfigurationState, signal: AbortSignal) => Promise<Doctor>
  /** Installed plugins; loaded when it is asked for. */
  readonly plugins: () => Promise<Plugins>
  /** Tells CLIs of clinvk's MCP server; loaded when it is asked for. */
  readonly installMcpServer: () => Promise<InstallMcpServer>
  /** Looks at the folder of plugins again: backends that came are registered, those that went are forgotten. */
  readonly refreshBackends: () => RegistryChange
}

/** Milliseconds that a case of the conformance kit may take: the longest ones take a second. */
const caseTimeoutMs = 60_000

/** What lives as long as the process, whatever becomes of the configuration. */
export interface Foundation {
  readonly ingredients: Ingredients
  readonly host: HostFactory
  readonly registry: BackendRegistry
  readonly runner: BackendRunner
  readonly sessions: SessionProvider
  readonly loadTimeoutMs: number
  /** Places for runs. */
  readonly slots: RunSlots
  /** Changes whenever plugins are installed, linked, updated or removed. */
  readonly pluginList: string
}

/** The one place where the parts meet. */
export function composeServices(ingredients: Ingredients): Services {
  return servicesOn(layFoundation(ingredients), ingredients.config)
}

/** Makes what the services share. What it takes from the configuration holds until the process ends. */
export function layFoundation(ingredients: Ingredients): Foundation {
  const { root, env, config, home, log, guard } = ingredients
  // Asked for when a helper command runs: only then is the backend loaded.
  const host = createHostFactory({ env, home, guard, withheld: async (name) => registry.withheld(await registry.get(name)) })
  const loadTimeoutMs = config.run.plugin_timeout_ms
  const registry: BackendRegistry = new BackendRegistry({ discovered: discoverBackends(join(root, 'package.json'), dataDir(env), config.plugins.allow), host, loadTimeoutMs })
  const { max_runs: maxRuns, max_queue: maxQueue, queue_timeout_secs: queueSeconds } = config.server
  const slots = new RunSlots({ max: maxRuns > 0 ? maxRuns : defaultMaxRuns(totalmem()), maxQueue, queueTimeoutMs: (queueSeconds || longestSecs) * 1000 })
  const runner = new BackendRunner({ env, home, host, registry, slots, log, guard, strictEnvironment: config.server.env === 'strict' })
  let opened: ReturnType<SessionProvider> | undefined
  const sessions: SessionProvider = () => {
    opened ??= import('./session/store.ts').then(({ SessionStore }) => new SessionStore({ dir: join(home, 'sessions'), log, history: config.session.store_history }))
    return opened
  }
  return { ingredients, host, registry, runner, sessions, loadTimeoutMs, slots, pluginList: join(dataDir(env), 'current', 'package.json') }
}

/** The use cases with one configuration. A server makes them anew when its file changes. */
export function servicesOn({ ingredients: { root, env, home, log }, host, registry, runner, sessions, loadTimeoutMs, slots }: Foundation, config: Config): Services {
  for (const warning of unknownBackends(config, env, registry.list().map(({ name }) => name))) log.warn(warning)
  const breakers = new BreakerGate({ dir: join(home, 'breakers'), config: config.breaker, idleSecs: config.unified_flags.idle_timeout_secs, log })
  const planRun = new PlanRun(config, registry, host, sessions, breakers)
  const keep = new KeepRun(sessions, config.session, log)
  const runPrompt = new RunPrompt(planRun, runner, keep, breakers)
  const inspector = new BackendInspector(registry, host, home)
  const listBackends = new ListBackends(config, registry, inspector, breakers)
  const runParallel = async () => {
    const [{ RunParallel }, { RunOne }] = await Promise.all([import('./service/run-parallel.ts'), import('./service/run-one.ts')])
    return new RunParallel({ config, one: new RunOne(planRun, runPrompt), plan: planRun, places: slots.max })
  }
  const runCompare = async () => {
    const { RunCompare } = await import('./service/run-compare.ts')
    return new RunCompare(await runParallel(), listBackends, planRun)
  }
  const plugins = async () => (await import('./service/plugins/plugins.ts')).composePlugins({ dir: dataDir(env), corePackage: join(root, 'package.json'), allow: config.plugins.allow, env, home: env['HOME'] || homedir(), log })
  return {
    planRun,
    runPrompt,
    runParallel,
    runCompare,
    openScreen: new OpenScreen(planRun, runner, keep, host, log),
    dryRun: new DryRun(planRun),
    modelRouting: new ModelRouting(config, registry),
    listBackends,
    resetBreaker: new ResetBreaker(registry, breakers),
    sessions: new Sessions(sessions, config.session),
    runChain: async () => {
      const { RunChain } = await import('./service/chain/run-chain.ts')
      return new RunChain({ config, plan: planRun, prompt: runPrompt, parallel: await runParallel(), compare: await runCompare() })
    },
    newPlugin: async () => {
      const { NewPlugin } = await import('./service/new-plugin.ts')
      return new NewPlugin(root, registry.list())
    },
    testPlugin: async () => {
      const { TestPlugin } = await import('./service/test-plugin.ts')
      return new TestPlugin({ known: registry.list(), thread: join(root, 'dist', 'backend', 'conformance-thread.js'), loadTimeoutMs, caseTimeoutMs, log })
    },
    doctor: async (configuration, signal) => {
      const { Doctor } = await import('./service/doctor/doctor.ts')
      return new Doctor({ config, configuration, env, home, root, runFolders: runFoldersRoot(), pluginFolder: dataDir(env), verifyPlugins: async () => (await plugins()).verify(), registry, inspector, runPrompt, signal })
    },
    installMcpServer: async () => {
      const { InstallMcpServer } = await import('./service/mcp-install/install-mcp-server.ts')
      return new InstallMcpServer({ root, home, env, registry, host })
    },
    refreshBackends: () => registry.refresh(discoverBackends(join(root, 'package.json'), dataDir(env), config.plugins.allow)),
    plugins,
  }
}
