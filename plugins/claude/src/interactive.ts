import { open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { ClinvkError, inputText } from '@clinvk/plugin-sdk'
import type { Found, Host, InteractiveRun, Invocation, RunRequest } from '@clinvk/plugin-sdk'
import { type Json, parseObject, string } from './json.ts'
import { permissions } from './permissions.ts'

const systemPrompt = 'system-prompt.md'

/** Of the flags that a caller may add, those that the screen silently ignores. */
const printOnly = ['--max-budget-usd', '--max-thinking-tokens']

/** Commands of the screen after which another conversation goes on. */
const leaving = /^\/(?:clear|new|reset|resume|continue|branch|fork)\b/

/** The screen's record of what was typed grows for ever; what a run added stands at its end. */
const tailBytes = 256 * 1024

/** Within this much of a conversation's file stands the first answer, if there is one. */
const headBytes = 1024 * 1024

/** Claude Code's own screen. The person can be asked, so `approval_mode: always` is its mode in which it asks. */
export function interactive(request: RunRequest, found: Found): Invocation {
  refuse(request)
  const { options, resume } = request
  const { args, warnings } = permissions(options)
  return {
    file: found.file,
    args: [
      ...options.extra_flags,
      ...args,
      ...(options.model === undefined ? [] : [`--model=${options.model}`]),
      ...(options.allowed_dirs ?? []).map((directory) => `--add-dir=${directory}`),
      ...(options.system_prompt === undefined ? [] : [{ path: systemPrompt, prefix: '--system-prompt-file=' }]),
      // Newer versions send the first system prompt of a conversation for ever, unless told otherwise; older ones do not know
      // the flag, and say so.
      ...(options.system_prompt === undefined || resume === undefined ? [] : ['--system-prompt-snapshot=off']),
      ...(resume === undefined ? [] : [`--resume=${resume.backend_session_id}`]),
      ...(resume?.fork === true ? ['--fork-session'] : []),
      ...(resume === undefined || resume.fork ? [`--session-id=${request.run_id}`] : []),
    ],
    env: { CLAUDE_CODE_MAX_RETRIES: String(options.max_retries) },
    ...(options.system_prompt === undefined ? {} : { files: { [systemPrompt]: { content: options.system_prompt } } }),
    // The screen takes SIGINT as a key.
    stop: { signal: 'SIGTERM', grace_ms: 3000 },
    warnings: warnings.filter(({ code }) => code !== 'approval_unavailable'),
  }
}

/**
 * The conversation in which a screen ended: the one it was begun with, unless the person left it with `/clear`, `/resume` or
 * their like. The record of typed lines tells that, with the conversation of each line. Undefined when it holds no answer: also
 * a screen that was only opened and left with `/exit` is saved.
 */
export async function nativeSession(host: Host, { request, started_at }: InteractiveRun): Promise<string | undefined> {
  const { resume, run_id } = request
  const folder = host.env['CLAUDE_CONFIG_DIR'] || join(host.home, '.claude')
  let current = resume === undefined || resume.fork ? run_id : resume.backend_session_id
  let left = false
  for (const line of await tail(join(folder, 'history.jsonl'))) {
    const id = string(line['sessionId'])
    if (id === undefined || !(Number(line['timestamp']) >= Date.parse(started_at))) continue
    if (id === current) left = leaving.test(string(line['display']) ?? '')
    else if (left && line['project'] === request.cwd) [current, left] = [id, false]
  }
  return (await isAnswered(join(folder, 'projects'), current)) ? current : undefined
}

async function tail(file: string): Promise<Json[]> {
  const handle = await open(file, 'r').catch(() => undefined)
  if (handle === undefined) return [] // the person has switched the record off
  try {
    const { size } = await handle.stat()
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(tailBytes), 0, tailBytes, Math.max(0, size - tailBytes))
    // The first line may be cut.
    return buffer.toString('utf8', 0, bytesRead).split('\n').map(parseObject).filter((line) => line !== undefined)
  } finally {
    await handle.close()
  }
}

/** The folder of a project is named after its directory, but a resumed conversation stays in its old one. */
async function isAnswered(projects: string, id: string): Promise<boolean> {
  // There is no such folder before the first conversation.
  for (const project of await readdir(projects).catch(() => [])) {
    const handle = await open(join(projects, project, `${id}.jsonl`), 'r').catch(() => undefined)
    if (handle === undefined) continue // another project's
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(headBytes), 0, headBytes, 0)
      return bytesRead === headBytes || buffer.toString('utf8', 0, bytesRead).includes('"type":"assistant"')
    } finally {
      await handle.close()
    }
  }
  return false
}

function refuse({ input, options, ephemeral }: Pick<RunRequest, 'input' | 'options' | 'ephemeral'>): void {
  if (inputText({ input }) !== '') {
    throw unsupported('be given a prompt, which would have to stand in its arguments', 'Type the prompt into the screen.')
  }
  if (options.max_turns !== undefined) {
    throw unsupported(`limit its turns to ${options.max_turns} (max_turns)`, 'Leave max_turns out.')
  }
  if (ephemeral) throw unsupported('keep no trace of the conversation (ephemeral)', 'Leave "ephemeral" out, or give a prompt.')
  const ignored = options.extra_flags.find((flag) => printOnly.some((name) => flag === name || flag.startsWith(`${name}=`)))
  if (ignored !== undefined) throw unsupported(`honour ${ignored}`, 'Leave the flag out, or give a prompt.')
}

function unsupported(what: string, hint: string): ClinvkError {
  return new ClinvkError('unsupported', `Claude Code's own screen cannot ${what}`, { hint, backend: 'claude' })
}
