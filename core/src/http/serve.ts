import type { ServerContainer } from '../container.ts'
import type { Config } from '../config/load.ts'
import type { Log } from '../log.ts'
import { Activity } from './activity.ts'
import { createApp, type RequestHandler } from './app.ts'
import { checkBinding } from './binding.ts'
import { type RunningServer, startServer } from './server.ts'
import { surfaces } from './surfaces.ts'

/** What `clinvk serve` hands over. */
export interface ServeOptions {
  readonly config: Config
  readonly container: ServerContainer
  readonly log: Log
}

/** Starts the HTTP server: all surfaces on one address. Errors: `config_invalid`, and what `startServer` throws. */
export async function serve({ config, container, log }: ServeOptions): Promise<RunningServer> {
  checkBinding(config.server.host, false)
  const activity = new Activity()
  const app = (current: Config): RequestHandler => createApp({ config: current, services: container.servicesFor(current), log, activity, surfaces })
  return startServer(config.server, activity, app(config))
}
