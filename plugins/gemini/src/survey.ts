import { lstat, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Host, RunRequest } from '@clinvk/plugin-sdk'
import { readVariables } from './dotenv.ts'
import { realPath, userHome, userTrusts } from './trust.ts'

/** What a project that the user has not trusted would have a say with. Absolute paths of the first file of each kind. */
export interface Survey {
  /** `.gemini/settings.json` and its like: with the folder trusted, the CLI runs the programs named there. */
  readonly settings?: string
  /** `.env`: with the folder trusted, the CLI takes any variable from it, also the address to which it sends the key. */
  readonly variables?: string
  /** Variables without secrets from the user's own file, which the CLI does not take from there in a folder it does not trust. */
  readonly own: Readonly<Record<string, string>>
}

/** What in a project's `.gemini` decides what the CLI runs, where it connects to, or what it allows. */
const deciding = ['settings.json', '.env', 'policies', 'agents', 'commands', 'hooks', 'extensions']

/** Variables that decide how and where the CLI connects; none is a secret. */
const routing = [
  'GOOGLE_GEMINI_BASE_URL',
  'GOOGLE_VERTEX_BASE_URL',
  'GOOGLE_GENAI_API_VERSION',
  'GOOGLE_GENAI_USE_VERTEXAI',
  'GOOGLE_APPLICATION_CREDENTIALS',
  'GEMINI_CLI_USE_COMPUTE_ADC',
  'GEMINI_MODEL',
]

/**
 * Looks where the CLI looks: `.gemini` in the working directory, `.gemini/.env` and `.env` there and in all folders above it.
 * What stands in the user's home is the user's own, and so is all above it.
 * Undefined: nothing of the kind is there, or the user has trusted the folder in the CLI itself.
 */
export async function surveyFolder(host: Host, request: RunRequest): Promise<Survey | undefined> {
  const cwd = await realPath(request.cwd)
  const homes = await Promise.all([host.home, userHome(host)].map(realPath))
  const folders = foldersUpFrom(cwd, homes)
  const settings = await first([...(folders.includes(cwd) ? deciding.map((name) => join(cwd, '.gemini', name)) : []), ...folders.map((folder) => join(folder, '.gemini', '.env'))])
  const variables = await first(folders.map((folder) => join(folder, '.env')))
  if ((settings === undefined && variables === undefined) || (await userTrusts(host, cwd))) return undefined
  return {
    ...(settings === undefined ? {} : { settings }),
    ...(variables === undefined ? {} : { variables }),
    own: await ownVariables(host),
  }
}

/** The folder and those above it, up to a home, which is left out. */
function foldersUpFrom(folder: string, homes: readonly string[]): string[] {
  if (homes.includes(folder)) return []
  const above = dirname(folder)
  return above === folder ? [folder] : [folder, ...foldersUpFrom(above, homes)]
}

async function first(paths: readonly string[]): Promise<string | undefined> {
  const there = await Promise.all(paths.map((path) => lstat(path).then(() => true, () => false)))
  return paths[there.indexOf(true)]
}

async function ownVariables(host: Host): Promise<Record<string, string>> {
  const home = userHome(host)
  const text = await readFile(join(home, '.gemini', '.env'), 'utf8').catch(() => readFile(join(home, '.env'), 'utf8').catch(() => ''))
  return readVariables(text, (name) => routing.includes(name) && host.env[name] === undefined)
}
