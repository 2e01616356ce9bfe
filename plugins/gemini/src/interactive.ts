import { open, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ClinvkError, inputText } from '@clinvk/plugin-sdk'
import type { Found, Host, InteractiveRun, Invocation, RunOptions, RunRequest } from '@clinvk/plugin-sdk'
import { command } from './command.ts'
import type { Facts } from './find.ts'
import { isObject } from './settings.ts'

type Warning = NonNullable<Invocation['warnings']>[number]

/** Of the flags that a caller may add, those that the screen silently ignores. */
const headlessOnly = ['--raw-output', '--accept-raw-output-risk']

/** Within this much of a session's file stands the first answer, if there is one. */
const fileBytes = 1024 * 1024

/**
 * Gemini CLI's own screen, with the options and the home of a run without a terminal, so that each goes on with the other's
 * conversations. Other than there, the CLI itself asks whether the folder can be trusted; the answer is kept where it always is.
 * Its launcher stays in front: the CLI ends and wants to be started again when settings change.
 */
export function interactive(request: RunRequest, found: Found): Invocation {
  const facts = found.data as Facts
  refuse(request, facts)
  const { options, resume } = request
  const login = facts.login.type === undefined ? { ...facts.login, kind: 'user' as const } : facts.login
  const headless = command(request, { ...found, data: { ...facts, login } })
  const isPrivate = login.kind === 'key'
  const { GEMINI_CLI_HOME, GEMINI_SYSTEM_MD } = headless.env ?? {}
  return {
    file: found.file,
    args: [
      ...headless.args.filter((word) => word !== '--output-format=stream-json'),
      ...(resume === undefined ? [`--session-id=${request.run_id}`] : []),
    ],
    env: {
      ...(GEMINI_CLI_HOME === undefined ? {} : { GEMINI_CLI_HOME }),
      ...(GEMINI_SYSTEM_MD === undefined ? {} : { GEMINI_SYSTEM_MD }),
      ...(isPrivate ? { GEMINI_CLI_TRUSTED_FOLDERS_PATH: join(facts.user_home, '.gemini', 'trustedFolders.json') } : {}),
    },
    ...(headless.files === undefined ? {} : { files: headless.files }),
    // The launcher ignores signals; the host then ends both.
    stop: { signal: 'SIGTERM', grace_ms: 500 },
    warnings: [...(headless.warnings ?? []).filter(({ code }) => code !== 'approval_denied'), ...warnings(options, isPrivate)],
  }
}

/**
 * The conversation in which a screen ended: the one it was begun with, or, after `/clear` in the screen, the one that began
 * then. Undefined while it holds no answer: the CLI cannot resume such a one.
 */
export async function nativeSession(host: Host, { request, started_at }: InteractiveRun): Promise<string | undefined> {
  const told = request.resume?.backend_session_id ?? request.run_id
  const homes = [join(host.state_dir, 'home', 'tmp'), join(host.env['GEMINI_CLI_HOME'] || host.home, '.gemini', 'tmp')]
  for (const home of homes) {
    for (const project of await list(home)) {
      const folder = join(home, project)
      const sessions = await readSessions(join(folder, 'chats'))
      if (!sessions.some(({ id }) => id === told)) continue
      const cleared = await lastCleared(join(folder, 'logs.json'), told, Date.parse(started_at))
      const later = sessions.filter(({ begun }) => begun >= (cleared ?? 0)).sort((a, b) => a.begun - b.begun)
      const current = cleared === undefined ? told : later[0]?.id
      return sessions.find(({ id, answered }) => id === current && answered)?.id
    }
  }
  return undefined
}

/** When the person typed `/clear` last, milliseconds. The CLI logs all that is typed under the id that it was started with. */
async function lastCleared(file: string, id: string, since: number): Promise<number | undefined> {
  try {
    const entries: unknown = JSON.parse(await readFile(file, 'utf8'))
    const typed = (Array.isArray(entries) ? entries : []).filter(isObject).filter((entry) => entry['sessionId'] === id)
    const clears = typed.filter((entry) => /^\/(?:clear|new)\b/.test(String(entry['message'])))
    return clears.map((entry) => Date.parse(String(entry['timestamp']))).filter((time) => time >= since).pop()
  } catch {
    return undefined // nothing was logged, or another run is just writing it
  }
}

interface SavedSession {
  readonly id: string
  readonly begun: number
  readonly answered: boolean
}

async function readSessions(chats: string): Promise<SavedSession[]> {
  const files = (await list(chats)).filter((name) => name.startsWith('session-') && name.endsWith('.jsonl'))
  const sessions = await Promise.all(files.map((name) => readSession(join(chats, name))))
  return sessions.filter((session) => session !== undefined)
}

async function readSession(file: string): Promise<SavedSession | undefined> {
  const handle = await open(file, 'r')
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(fileBytes), 0, fileBytes, 0)
    const start = buffer.toString('utf8', 0, bytesRead)
    const first: unknown = JSON.parse(start.slice(0, start.indexOf('\n')))
    if (!isObject(first) || typeof first['sessionId'] !== 'string') return undefined
    const answered = start.includes('"type":"gemini"') || bytesRead === fileBytes
    return { id: first['sessionId'], begun: Date.parse(String(first['startTime'])), answered }
  } catch {
    return undefined // not a session as this version writes them
  } finally {
    await handle.close()
  }
}

/** Empty for a folder that is not there. */
async function list(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => [])
}

function warnings({ approval_mode, sandbox_mode }: RunOptions, isPrivate: boolean): Warning[] {
  const list: Warning[] = []
  if (isPrivate) {
    const message = 'Settings that are changed inside this screen of Gemini CLI are not kept.'
    list.push({ code: 'settings_not_kept', message })
  }
  if (approval_mode === 'none' && sandbox_mode !== 'full') {
    const message = 'Gemini CLI asks in its own screen about what its mode does not allow, although approval_mode is none.'
    list.push({ code: 'approval_asked', message })
  }
  return list
}

function refuse({ input, options, ephemeral }: RunRequest, { login }: Facts): void {
  if (inputText({ input }) !== '') {
    throw unsupported('be given a prompt, which would have to stand in its arguments', 'Type the prompt into the screen.')
  }
  if (ephemeral && (login.kind === 'user' || login.type === undefined)) {
    throw unsupported('forget the conversation with a login of its own (ephemeral)', 'Leave "ephemeral" out, or give a prompt.')
  }
  const ignored = options.extra_flags.find((flag) => headlessOnly.includes(flag))
  if (ignored !== undefined) throw unsupported(`honour ${ignored}`, 'Leave the flag out.')
}

function unsupported(what: string, hint: string): ClinvkError {
  return new ClinvkError('unsupported', `Gemini CLI's own screen cannot ${what}`, { hint, backend: 'gemini' })
}
