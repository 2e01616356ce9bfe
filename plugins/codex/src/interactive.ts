import { open, readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { inputText } from '@clinvk/plugin-sdk'
import type { Found, Host, InteractiveRun, Invocation, RunOptions, RunRequest } from '@clinvk/plugin-sdk'
import { refuseUnsupported, retryFlags, systemPrompt, systemPromptFlags, threadId, unsupported } from './command.ts'
import { codexHome, factsOf } from './find.ts'
import { asObject, asString, parseObject } from './json.ts'

type Warning = NonNullable<Invocation['warnings']>[number]

const sandboxes = { 'read-only': 'read-only', workspace: 'workspace-write', full: 'danger-full-access' } as const

/** The first line of a saved thread holds Codex's whole base prompt. */
const firstLineBytes = 512 * 1024

/**
 * Codex's own screen. It is a process of its own (`--no-daemon`): a server in the background would have been started with other
 * options, and would live on.
 */
export function codexScreen(request: RunRequest, found: Found): Invocation {
  const { options, resume, ephemeral, input } = request
  refuseUnsupported(request)
  if (inputText({ input }) !== '') {
    const message = "Codex CLI's own screen cannot be given a prompt, which would have to stand in its arguments"
    throw unsupported(message, 'Type the prompt into the screen.')
  }
  if (ephemeral) {
    const message = "Codex CLI's own screen always keeps the conversation (ephemeral)"
    throw unsupported(message, 'Leave "ephemeral" out, or give a prompt.')
  }
  const { providers, env } = factsOf(found)
  const { args, warnings } = permissions(options)
  return {
    file: found.file,
    args: [
      ...(resume === undefined ? [] : [resume.fork ? 'fork' : 'resume']),
      '--no-daemon',
      ...args,
      ...(options.model === undefined ? [] : [`--model=${options.model}`]),
      ...retryFlags(options.max_retries, providers),
      ...(options.system_prompt === undefined ? [] : systemPromptFlags()),
      ...options.extra_flags,
      ...(resume === undefined ? [] : [threadId(resume)]),
    ],
    env,
    ...(options.system_prompt === undefined ? {} : { files: { [systemPrompt]: { content: options.system_prompt } } }),
    // The screen takes SIGINT as a key.
    stop: { signal: 'SIGTERM', grace_ms: 2000 },
    warnings,
  }
}

/**
 * Unlike `codex exec`, the screen can ask: the sandbox decides what may be done, and the person is asked about the rest, unless
 * `approval_mode` is `none`.
 */
function permissions({ approval_mode, sandbox_mode, allowed_dirs = [] }: RunOptions): { args: string[]; warnings: Warning[] } {
  const sandbox = sandbox_mode === 'default' && approval_mode === 'auto' ? 'workspace' : sandbox_mode
  const policy = approval_mode === 'default' ? undefined : approval_mode === 'none' ? 'never' : 'on-request'
  const warnings: Warning[] = []
  if (sandbox === 'full' && approval_mode === 'always') {
    const message = 'with sandbox_mode full Codex CLI asks only when the model wants to, although approval_mode is always'
    warnings.push({ code: 'approval_limited', message })
  }
  if (sandbox === 'read-only' && allowed_dirs.length > 0) {
    const message = 'allowed_dirs can be read but not written: sandbox_mode is read-only'
    warnings.push({ code: 'allowed_dirs_read_only', message })
  }
  return {
    args: [
      ...(sandbox === 'default' ? [] : ['-s', sandboxes[sandbox]]),
      ...(policy === undefined ? [] : ['-a', policy]),
      ...(sandbox === 'full' ? [] : allowed_dirs.flatMap((directory) => ['--add-dir', directory])),
    ],
    warnings,
  }
}

/**
 * The thread in which a screen ended. Codex names it only afterwards, in the file that it saves with the first prompt: so the
 * thread of this directory that was begun after the start, or resumed, and was written to last. Threads of `codex exec` and of
 * agents inside the screen do not count. Two screens that are open in one directory at once cannot be told apart.
 */
export async function codexThread(host: Host, { request, started_at }: InteractiveRun): Promise<string | undefined> {
  const resumed = request.resume?.fork === false ? request.resume.backend_session_id.toLowerCase() : undefined
  const sessions = join(codexHome(host), 'sessions')
  let last: { id: string; written: number } | undefined
  // There is no such folder before the first thread.
  for (const path of await readdir(sessions, { recursive: true }).catch(() => [])) {
    const id = /^rollout-.*-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.jsonl$/.exec(basename(path))?.[1]
    if (id === undefined || (id !== resumed && begun(id) < Date.parse(started_at))) continue
    const file = join(sessions, path)
    if (id !== resumed && !(await isScreenThread(file, request.cwd))) continue
    const written = (await stat(file)).mtimeMs
    if (last === undefined || written > last.written) last = { id, written }
  }
  return last?.id
}

/** Ids of threads are UUIDs of version 7: the first 48 bits are a time in milliseconds. */
function begun(id: string): number {
  return Number.parseInt(id.replace('-', '').slice(0, 12), 16)
}

async function isScreenThread(file: string, cwd: string): Promise<boolean> {
  const handle = await open(file, 'r')
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(firstLineBytes), 0, firstLineBytes, 0)
    const start = buffer.toString('utf8', 0, bytesRead)
    const meta = asObject(parseObject(start.slice(0, start.indexOf('\n')))?.['payload'])
    return asString(meta?.['source']) === 'cli' && asString(meta?.['cwd']) === cwd
  } finally {
    await handle.close()
  }
}
