import { ClinvkError } from '@clinvk/plugin-sdk'
import type { ServedServices, ServerContainer } from '../container.ts'
import type { Config } from '../config/load.ts'
import { startObservation } from '../observe/observation.ts'
import { configForMcp } from '../mcp/exposure.ts'
import { Activity } from './activity.ts'
import { createApp, type RequestHandler } from './app.ts'
import { watchConfig } from './config-watch.ts'
import { watchOneFile } from './file-watch.ts'
import { McpEndpoint } from './mcp/mcp-endpoint.ts'
import { RateCounters } from './rate-counters.ts'
import { type RunningServer, startServer } from './server.ts'
import type { ServerLog } from './server-log.ts'
import type { Surface } from './surface.ts'
import { onlyMcp, surfaces, withMcp } from './surfaces.ts'

export { openServerLog } from './open-server-log.ts'

/** What `clinvk serve`, or `clinvk mcp`, hands over. */
export interface ServeOptions {
  /** Everything, the MCP server if the configuration says so; or that one alone. */
  readonly what: 'everything' | 'mcp'
  readonly config: Config
  /** The file of the configuration, which is watched. */
  readonly path: string
  /** Reads the configuration anew. */
  readonly reload: () => Promise<Config>
  readonly container: ServerContainer
  readonly log: ServerLog
}

/** Where the address of each kind of server stands in the configuration. */
const addressKeys = { everything: ['server.host', 'server.port'], mcp: ['mcp.transport', 'mcp.host', 'mcp.port'] } as const

/** Starts the HTTP server on one address. Errors: `config_invalid`, and what `startServer` throws. */
export async function serve({ what, config, path, reload, container, log }: ServeOptions): Promise<RunningServer> {
  const activity = new Activity()
  const counters = new RateCounters(log)
  const observation = await startObservation({ metrics: config.server.metrics_enabled, env: container.foundation.ingredients.env, version: container.version, log })
  const mcp = new McpEndpoint(config, { version: container.version, log, activity })
  let services = container.servicesFor(config)
  const surfacesOf = (current: Config): readonly Surface[] => {
    if (what === 'everything' && !current.mcp.serve) return surfaces
    const narrowed = configForMcp(current)
    const surface = mcp.surface(current, narrowed === current ? services : container.servicesFor(narrowed))
    return what === 'mcp' ? onlyMcp(surface, current.mcp.expose_health) : withMcp(surface)
  }
  const app = (current: Config): RequestHandler => {
    if (current !== config) services = notOpened(container.servicesFor(current), services)
    const handler = createApp({ config: current, services, log, activity, counters, observation, surfaces: surfacesOf(current) })
    counters.sweepEvery(current.server.rate_limit_cleanup_secs * 1000)
    void services.apiKeys.warm()
    return handler
  }
  const server = await startServer(config.server, activity, log, app(config))
  let latest = config
  const apply = (next: Config): void => {
    // It goes on listening where it does: what guards that address must not follow one that is only written down.
    const { host, port } = config.server
    const current = { ...next, server: { ...next.server, host, port } }
    server.use(app(current), current.server)
    void mcp.changed(latest, current)
    latest = current
  }
  const unwatch = watchConfig({ path, first: config, address: addressKeys[what], load: reload, log, apply })
  // A backend that is installed meanwhile is there for the next request, without a new start.
  const refreshBackends = (): void => {
    try {
      const change = services.refreshBackends()
      if (Object.values(change).flat().length > 0) log.info('the plugins have changed', change)
    } catch (cause) {
      // While clinvk itself is being installed anew, say.
      log.warn(`the plugins could not be read again: ${cause instanceof Error ? cause.message : String(cause)}`)
    }
  }
  const unwatchPlugins = watchOneFile(container.foundation.pluginList, refreshBackends)
  refreshBackends()
  void tidy(services, container, log)
  return {
    ...server,
    get graceMs() {
      return server.graceMs
    },
    stop: async () => {
      const stopped = server.stop()
      await mcp.closeDoors()
      await stopped
      await mcp.end()
      await observation.tracing?.close()
      unwatch()
      unwatchPlugins()
      counters.close()
      await container.close()
    },
  }
}

/** The next services. Errors: `config_invalid` where they need no keys and those before did: a file that was lost, or written by halves, must not open a server. */
function notOpened(next: ServedServices, before: ServedServices): ServedServices {
  if (next.apiKeys.configured || !before.apiKeys.configured) return next
  throw new ClinvkError('config_invalid', 'it has no API keys any more, which only a new start of the server takes', { hint: 'Put them back, or start it anew.' })
}

/** Removes what is old: sessions by their age, and what servers that died have left. */
async function tidy(services: ServedServices, container: ServerContainer, log: ServerLog): Promise<void> {
  try {
    const { deleted, busy } = await services.sessions.clean()
    if (deleted > 0 || busy.length > 0) log.info('old sessions are deleted', { deleted, busy: busy.length })
    await container.cleanUp()
  } catch (cause) {
    log.warn(`cannot delete what is old: ${cause instanceof Error ? cause.message : String(cause)}`)
  }
}
