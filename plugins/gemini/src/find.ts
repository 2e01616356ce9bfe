import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Found, Host } from '@clinvk/plugin-sdk'
import { readVariables } from './dotenv.ts'
import { chooseLogin, type Login, variableNames } from './login.ts'
import { parseSettings, type Settings } from './settings.ts'
import { userHome } from './trust.ts'

/** What file look-ups told and a run needs to know. Kept in `Found.data`. */
export interface Facts {
  /** The folder in which the user's `.gemini` stands: `GEMINI_CLI_HOME`, else the home directory. */
  readonly user_home: string
  readonly login: Login
  /** The user's own settings; empty when there are none. */
  readonly settings: Settings
  /** Why the user's settings cannot be read. The CLI itself refuses to start then. */
  readonly settings_error?: string
  /** Entries of the user's `.gemini` that a private home links to. */
  readonly entries: readonly string[]
  /** Entries beside `.gemini` that the CLI looks for in its home. */
  readonly home_entries: readonly string[]
  /** Where conversations of private homes are kept; absent when the folder could not be made. */
  readonly storage?: string
}

/** Of each home its own: the settings that are written for the run, and where the CLI keeps conversations. */
const own = new Set(['settings.json', 'settings.json.orig', 'tmp', 'history', 'projects.json', 'projects.json.lock'])

/** Finds the CLI, and how its user signs in. Reads files only, but makes the folder for conversations (0700). */
export async function find(host: Host): Promise<Found | undefined> {
  const file = await host.findExecutable('gemini')
  return file === undefined ? undefined : { file, data: await lookUp(host) }
}

async function lookUp(host: Host): Promise<Facts> {
  const home = userHome(host)
  const folder = join(home, '.gemini')
  const [{ settings, settings_error }, entries, homeEntries, inFiles, storage] = await Promise.all([
    readSettings(join(folder, 'settings.json')),
    list(folder),
    list(home),
    variablesIn([join(folder, '.env'), join(home, '.env')]),
    makeStorage(host.state_dir),
  ])
  return {
    user_home: home,
    login: chooseLogin(settings, (name) => host.env[name] ?? inFiles[name]),
    settings,
    ...(settings_error === undefined ? {} : { settings_error }),
    entries: entries.filter((entry) => !own.has(entry)),
    home_entries: homeEntries.filter((entry) => entry === '.env' || entry === '.agents'),
    ...(storage === undefined ? {} : { storage }),
  }
}

async function readSettings(file: string): Promise<{ settings: Settings; settings_error?: string }> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException
    return code === 'ENOENT' ? { settings: {} } : { settings: {}, settings_error: `"${file}" cannot be read (${code})` }
  }
  try {
    return { settings: parseSettings(text) }
  } catch {
    // The parser's message quotes the file, which may hold tokens.
    return { settings: {}, settings_error: `"${file}" is not valid JSON with comments` }
  }
}

/** Empty for a folder that is not there or not readable: the CLI sees nothing there either. */
async function list(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort()
  } catch {
    return []
  }
}

/** Sign-in variables that the CLI will load from the user's `.env` files. Only those names are kept; the first file wins. */
async function variablesIn(files: readonly string[]): Promise<Record<string, string>> {
  for (const file of files) {
    let text: string
    try {
      text = await readFile(file, 'utf8')
    } catch {
      continue // no such file is the normal case, and the CLI skips one that it cannot read
    }
    return readVariables(text, (name) => variableNames.has(name)) // the CLI loads one file only
  }
  return {}
}

/**
 * The folders that private homes link to. They must be there before a run: Node.js makes no folder through a link that
 * points nowhere. `projects.json` is replaced in each private home, never through the link; but the CLI locks what the link
 * points to, and so concurrent runs agree on the folder of a project.
 */
async function makeStorage(stateDir: string): Promise<string | undefined> {
  const storage = join(stateDir, 'home')
  try {
    await mkdir(join(storage, 'tmp'), { recursive: true, mode: 0o700 })
    await mkdir(join(storage, 'history'), { recursive: true, mode: 0o700 })
  } catch {
    return undefined // `command` warns that the conversation is not kept
  }
  try {
    await writeFile(join(storage, 'projects.json'), '{"projects":{}}\n', { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') return undefined
  }
  return storage
}
