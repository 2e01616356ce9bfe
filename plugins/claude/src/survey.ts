import { lstat, readFile, realpath } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Host, RunRequest } from '@clinvk/plugin-sdk'
import { object, parseObject } from './json.ts'

/** What a project that the user has not trusted would have a say with. */
export interface ClaudeSurvey {
  /** Absolute path of the first file that would run programs, or lead requests elsewhere. */
  readonly decides: string
}

/** In `.claude` of the working directory: settings with hooks and variables, and what may bring hooks and tools along. */
const deciding = ['settings.json', 'settings.local.json', 'agents', 'commands', 'skills', 'hooks']

/**
 * Looks where `claude -p` looks (seen in 2.1.329): `.claude` in the working directory, `.mcp.json` there and in all folders above
 * it. What stands in the user's home is the user's own, and so is all above it. Undefined: nothing of the kind is there, or the
 * user has trusted the folder in Claude Code itself.
 */
export async function surveyProject(host: Host, request: RunRequest): Promise<ClaudeSurvey | undefined> {
  const cwd = await realPath(request.cwd)
  const folders = foldersUpFrom(cwd, await realPath(host.home))
  const own = folders.includes(cwd) ? deciding.map((name) => join(cwd, '.claude', name)) : []
  const decides = await first([...own, ...folders.map((folder) => join(folder, '.mcp.json'))])
  return decides === undefined || (await userTrusts(host, cwd)) ? undefined : { decides }
}

/**
 * Whether the user has answered Claude Code's question for a folder, or for one above it, with yes. The answers stand in
 * `.claude.json`, in the home or in `CLAUDE_CONFIG_DIR`; a file that cannot be read trusts nothing.
 */
async function userTrusts(host: Host, cwd: string): Promise<boolean> {
  const projects = await trustedProjects(join(host.env['CLAUDE_CONFIG_DIR'] || host.home, '.claude.json'))
  for (let folder = cwd; ; folder = dirname(folder)) {
    if (projects.has(folder)) return true
    if (dirname(folder) === folder) return false
  }
}

async function trustedProjects(file: string): Promise<ReadonlySet<string>> {
  const text = await readFile(file, 'utf8').catch(() => '') // not there: the user has never been asked
  const trusted = Object.entries(object(parseObject(text)?.['projects'])).filter(([, project]) => object(project)['hasTrustDialogAccepted'] === true)
  return new Set(await Promise.all(trusted.map(([folder]) => realPath(folder))))
}

/** The folder and those above it, up to the home, which is left out. */
function foldersUpFrom(folder: string, home: string): string[] {
  if (folder === home) return []
  const above = dirname(folder)
  return above === folder ? [folder] : [folder, ...foldersUpFrom(above, home)]
}

async function first(paths: readonly string[]): Promise<string | undefined> {
  const there = await Promise.all(paths.map((path) => lstat(path).then(() => true, () => false)))
  return paths[there.indexOf(true)]
}

/** The path without links; as it stands where there is nothing. */
async function realPath(path: string): Promise<string> {
  return realpath(path).catch(() => path)
}
