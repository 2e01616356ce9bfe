import type { BackendManifest } from '../../backend/package-manifest.ts'
import type { Check } from './check.ts'
import { checkAnyBackend } from './check-any-backend.ts'
import { checkBackend } from './check-backend.ts'
import { checkConfig } from './check-config.ts'
import { checkNode } from './check-node.ts'
import { checkPluginFiles } from './check-plugin-files.ts'
import { checkPlugins } from './check-plugins.ts'
import { checkRuns } from './check-runs.ts'
import { checkServer } from './check-server.ts'
import { checkStore } from './check-store.ts'
import { probeBackend } from './probe-backend.ts'

/** Everything that is looked at, in the order of the report. A check of a new part joins here. */
export function allChecks(backends: readonly BackendManifest[], probe: boolean): readonly Check[] {
  const names = backends.map(({ name }) => name)
  return [checkNode, checkConfig, checkStore, checkRuns, checkPlugins, checkPluginFiles, checkServer, checkAnyBackend, ...names.map(checkBackend), ...(probe ? names.map(probeBackend) : [])]
}
