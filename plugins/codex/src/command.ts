import { ClinvkError, inputText } from '@clinvk/plugin-sdk'
import type { Found, Invocation, Resume, RunOptions, RunRequest, TemporaryFile, TemporaryPath } from '@clinvk/plugin-sdk'
import { factsOf } from './find.ts'
import { literalFlags, literalInput } from './literal.ts'
import { permissionFlags } from './permissions.ts'
import type { CodexSurvey } from './survey.ts'

/** Path of the file with the system prompt in the run's private folder. */
export const systemPrompt = 'system-prompt.md'

/** Path of the file with the JSON schema there. */
const outputSchema = 'output-schema.json'

/** Ids of Codex threads. Anything else silently starts a new thread. */
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** `codex exec` takes no more repetitions than this. */
const mostRetries = 100

/**
 * `codex exec --json`, the prompt on stdin.
 *
 * - `system_prompt` replaces Codex's own base prompt (`model_instructions_file`); a thread keeps it, also when it is resumed
 *   without one. The text variants of that setting would put it into argv.
 * - `ephemeral` with `resume` forks: `resume --ephemeral` would still append to the saved thread.
 * - Retries can be set for providers that the user defined, not for Codex's own; the decoder says so when it matters.
 */
export function codexCommand(request: RunRequest, found?: Found, survey?: unknown): Invocation {
  const { options, ephemeral, resume } = request
  refuseUnsupported(request)
  const facts = factsOf(found)
  const permissions = permissionFlags(options)
  const text = inputText(request)
  const images = imageFiles(request)
  const files = { ...images, ...(options.system_prompt === undefined ? {} : { [systemPrompt]: { content: options.system_prompt } }), ...schemaFile(request) }
  const literal = request.native_input ? { args: [], warnings: [] } : literalFlags(text, (survey as CodexSurvey | undefined)?.skills ?? [])
  return {
    file: found?.file ?? 'codex',
    // Flags of `exec` stand before `resume` and `fork`, which refuse most of them.
    args: [
      'exec',
      '--json',
      '--skip-git-repo-check',
      '--color=never',
      ...permissions.args,
      ...(options.model === undefined ? [] : [`--model=${options.model}`]),
      ...effortFlags(options),
      ...retryFlags(options.max_retries, facts.providers),
      ...(options.system_prompt === undefined ? [] : systemPromptFlags()),
      ...(request.json_schema === undefined ? [] : [{ path: outputSchema, prefix: '--output-schema=' }]),
      // With a space the flag would take the words after it for further images.
      ...Object.keys(images).map((path) => ({ path, prefix: '--image=' })),
      ...literal.args,
      ...options.extra_flags,
      ...(ephemeral ? ['--ephemeral'] : []),
      ...(resume === undefined ? [] : [resume.fork || ephemeral ? 'fork' : 'resume', threadId(resume)]),
      '-',
    ],
    env: facts.env,
    stdin: literalInput(text),
    ...(Object.keys(files).length === 0 ? {} : { files }),
    stop: { signal: 'SIGINT', grace_ms: 2000 },
    warnings: [...permissions.warnings, ...literal.warnings],
  }
}

/** Codex reads images from files only. */
function imageFiles({ input }: RunRequest): Record<string, TemporaryFile> {
  const images = input.filter((part) => part.type === 'image')
  return Object.fromEntries(images.map(({ media_type, data }, index) => [`image-${index + 1}.${media_type.replace(/^image\//, '').replaceAll(/\W/g, '')}`, { content: data, encoding: 'base64' }]))
}

function schemaFile({ json_schema: schema }: RunRequest): Record<string, TemporaryFile> {
  return schema === undefined ? {} : { [outputSchema]: { content: JSON.stringify(schema) } }
}

/** Options that neither `codex exec` nor the screen has. */
export function refuseUnsupported({ options }: RunRequest): void {
  if (options.max_turns !== undefined) {
    const message = `Codex CLI cannot limit a run to ${options.max_turns} turns (max_turns)`
    throw unsupported(message, 'Leave max_turns out or set a timeout.')
  }
  if (options.allowed_tools !== undefined && options.allowed_tools.length > 0) {
    const tools = options.allowed_tools.join(', ')
    const message = `Codex CLI cannot allow single tools (allowed_tools: ${tools})`
    throw unsupported(message, 'Leave allowed_tools out and choose a sandbox_mode.')
  }
  if (options.system_prompt?.trim() === '') {
    throw unsupported('Codex CLI refuses an empty system_prompt', 'Leave system_prompt out or give it a text.')
  }
}

export function unsupported(message: string, hint: string): ClinvkError {
  return new ClinvkError('unsupported', message, { hint, backend: 'codex' })
}

/**
 * At most `retries` further requests. Only the outer count is used, as the inner one multiplies it and tells nothing.
 * Without the feature switch, a refused connection would be tried for ever; as `-c`, an unknown switch is no failure.
 */
export function retryFlags(retries: number, providers: readonly string[]): string[] {
  const most = Math.min(retries, mostRetries)
  const settings = providers.flatMap((id) => [
    `model_providers.${id}.request_max_retries=0`,
    `model_providers.${id}.stream_max_retries=${most}`,
  ])
  return ['features.unbounded_connection_retries=false', ...settings].flatMap((setting) => ['-c', setting])
}

/** Codex passes the value on unchecked, and its models know nothing above xhigh. */
function effortFlags({ effort }: RunOptions): string[] {
  return effort === undefined ? [] : ['-c', `model_reasoning_effort=${effort === 'max' ? 'xhigh' : effort}`]
}

/** An absolute path is no TOML value, so Codex takes it as a plain string, whatever characters it has. */
export function systemPromptFlags(): (string | TemporaryPath)[] {
  return ['-c', { path: systemPrompt, prefix: 'model_instructions_file=' }]
}

/** Throws `session_not_resumable` for anything that is no id of a thread. */
export function threadId({ backend_session_id: id }: Resume): string {
  if (uuid.test(id)) return id
  throw new ClinvkError('session_not_resumable', `"${id}" is not the id of a Codex thread`, {
    hint: 'Start a new session.',
    backend: 'codex',
  })
}
