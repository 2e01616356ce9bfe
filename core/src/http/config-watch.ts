import { isClinvkError } from '@clinvk/plugin-sdk'
import type { Config } from '../config/load.ts'
import { watchOneFile } from './file-watch.ts'
import type { ServerLog } from './server-log.ts'

/** What needs a new process, beside the address; the rest counts from the next request on. */
const fixed = ['server.max_runs', 'server.max_queue', 'server.queue_timeout_secs', 'server.env', 'server.metrics_enabled', 'run.plugin_timeout_ms', 'session.store_history'] as const

/** A configuration that follows its file. */
export interface ConfigWatchOptions {
  /** Need not exist. */
  readonly path: string
  /** The configuration that the server began with. */
  readonly first: Config
  /** The keys of the address that is listened on. */
  readonly address: readonly string[]
  /** Reads the configuration anew. */
  readonly load: () => Promise<Config>
  /** Takes a good one over; throws for one that a server cannot have. */
  readonly apply: (config: Config) => void
  readonly log: ServerLog
}

/**
 * Follows the file until the function that it returns is called. A bad change is told and ignored. What changed since `first` was read
 * is taken over, too.
 */
export function watchConfig({ path, first, address, load, apply, log }: ConfigWatchOptions): () => void {
  let current = first
  let work: Promise<void> = Promise.resolve()
  const reload = async (isNews: (next: Config) => boolean): Promise<void> => {
    try {
      const next = await load()
      if (!isNews(next)) return
      apply(next)
      log.info('the configuration has changed', { file: path })
      const waiting = [...address, ...fixed].filter((key) => JSON.stringify(valueAt(next, key)) !== JSON.stringify(valueAt(current, key)))
      if (waiting.length > 0) log.warn(`these changes count from the next start of the server: ${waiting.join(', ')}`)
      current = next
    } catch (cause) {
      log.warn(`the changed configuration is ignored: ${isClinvkError(cause) ? cause.message : 'it could not be read'}`)
    }
  }
  const unwatch = watchOneFile(path, () => {
    work = work.then(() => reload(() => true))
  })
  work = reload((next) => JSON.stringify(next) !== JSON.stringify(first))
  return unwatch
}

function valueAt(config: Config, key: string): unknown {
  return key.split('.').reduce<unknown>((node, part) => (node as Record<string, unknown> | undefined)?.[part], config)
}
