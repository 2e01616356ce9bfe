import type { Backend } from './backend.ts'
import { ClinvkError } from './errors.ts'
import { versionIn } from './helper-answer.ts'
import type { Found, Host, Inspection } from './host.ts'

/** The members that {@link defineBackend} can fill in. */
type Defaulted = 'contract' | 'title' | 'vendor' | 'install' | 'models' | 'flags' | 'env' | 'limits' | 'capabilities' | 'find' | 'inspect'

/** What an author writes: the members without a sensible default, and any other. */
export type BackendDefinition = Omit<Backend, Defaulted> &
  Partial<Omit<Backend, 'contract'>> & {
    /** Name of the executable on PATH; the backend's name unless given. */
    readonly executable?: string
  }

/**
 * Completes a backend: no capability that is not declared, no extra flag, a prompt of up to a million characters, the
 * executable looked up on PATH, its version from `--version`.
 * Throws `plugin_invalid` for a name that no backend can have.
 */
export function defineBackend(definition: BackendDefinition): Backend {
  const { executable = definition.name, ...rest } = definition
  if (!/^[a-z][a-z0-9-]*$/.test(definition.name)) {
    throw new ClinvkError('plugin_invalid', `a backend cannot be named "${definition.name}"`, {
      hint: 'Use lower-case letters, digits and dashes, beginning with a letter.',
    })
  }
  return {
    title: definition.name,
    vendor: definition.name,
    install: `install ${executable} so that it is on PATH`,
    models: { known: [], patterns: [] },
    flags: {},
    env: { uses: [], secrets: [] },
    limits: { prompt_chars: 1_000_000 },
    capabilities: {},
    find: (host) => findOnPath(host, executable),
    inspect: versionOnly,
    ...rest,
    contract: 1,
  }
}

async function findOnPath(host: Host, executable: string): Promise<Found | undefined> {
  const file = await host.findExecutable(executable)
  return file === undefined ? undefined : { file }
}

async function versionOnly(host: Host, found: Found): Promise<Inspection> {
  const told = versionIn(await host.run(found.file, ['--version']))
  return 'version' in told ? { ...told, problems: [] } : { problems: [`"${found.file} --version" ${told.failure}; reinstall the CLI`] }
}
