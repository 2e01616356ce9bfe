import type { Found, Invocation, RunRequest, TemporaryFile, TemporaryPath } from '@clinvk/plugin-sdk'
import { ClinvkError, inputText } from '@clinvk/plugin-sdk'
import type { Facts } from './find.ts'
import { mostAttempts, privateHome, privateHomeFiles } from './home.ts'
import { literalPrompt } from './literal.ts'
import { type Permissions, permissions, readOnlyPolicy } from './permissions.ts'
import type { Survey } from './survey.ts'

type Warning = NonNullable<Invocation['warnings']>[number]

/** For a dry run without the CLI: a user with an empty home. */
const nothingFound: Facts = { user_home: '', login: { kind: 'key' }, settings: {}, entries: [], home_entries: [] }

/**
 * A run of Gemini CLI without a terminal: the prompt on stdin, events as JSON lines.
 *
 * The folder is trusted for the run: without that the CLI refuses to work (exit 55). Where a project that the user has not
 * trusted would so get a say (`survey`), its `.env` is not read; and where it has settings, the CLI runs without trust: their
 * hooks and MCP servers run code. With a login of its own, whose home stays untouched, neither can be had: the run is refused.
 * `GEMINI_RESTRICTED_MODE=true` in the environment wins over the trust; runs in folders without settings then fail.
 *
 * No model given means the user's own setting, else the CLI's `auto`, which asks a small model first which one to use: one
 * more request per prompt.
 */
export function command(request: RunRequest, found?: Found, surveyed?: unknown): Invocation {
  const facts = (found?.data as Facts | undefined) ?? nothingFound
  refuse(request, facts)
  const { options } = request
  const permission = permissions(options)
  const survey = surveyed as Survey | undefined
  const untrusted = survey?.settings
  refuseUntrusted(survey, facts, permission)
  const prompt = request.native_input ? { text: inputText(request), escaped: 0 } : literalPrompt(inputText(request))
  const isPrivate = facts.login.kind === 'key'
  const files: Record<string, TemporaryFile> = isPrivate ? privateHomeFiles(request, facts, survey) : {}
  const args: (string | TemporaryPath)[] = ['--output-format=stream-json']

  if (options.model !== undefined) args.push(`--model=${options.model}`)
  if (request.resume) args.push(`--resume=${request.resume.backend_session_id}`)
  if (permission.approval_mode) args.push(`--approval-mode=${permission.approval_mode}`)
  if (permission.read_only) {
    files['read-only.toml'] = { content: readOnlyPolicy }
    args.push({ path: 'read-only.toml', prefix: '--admin-policy=' })
  }
  for (const tool of options.allowed_tools ?? []) args.push(`--allowed-tools=${withoutComma('allowed_tools', tool)}`)
  for (const folder of options.allowed_dirs ?? []) args.push(`--include-directories=${withoutComma('allowed_dirs', folder)}`)
  args.push(...options.extra_flags)
  if (options.system_prompt !== undefined) files['system.md'] = { content: options.system_prompt }

  return {
    file: found?.file ?? 'gemini',
    args,
    env: {
      ...(isPrivate ? { GEMINI_CLI_HOME: { path: privateHome } } : {}),
      ...(options.system_prompt === undefined ? {} : { GEMINI_SYSTEM_MD: { path: 'system.md' } }),
      ...(untrusted === undefined ? {} : survey?.own),
      GEMINI_CLI_TRUST_WORKSPACE: untrusted === undefined ? 'true' : 'false',
      // The launcher's child would not get our signals, and the launcher ignores them.
      GEMINI_CLI_NO_RELAUNCH: '1',
      // Otherwise warnings about the terminal come first on stderr.
      TERM: 'xterm-256color',
      COLORTERM: 'truecolor',
      NO_COLOR: '1',
      FORCE_COLOR: undefined,
    },
    stdin: prompt.text,
    files,
    stop: { signal: 'SIGTERM', grace_ms: 3000 },
    warnings: [...permission.warnings, ...warnings(request, facts, prompt.escaped), ...trustWarnings(survey)],
  }
}

function refuse(request: RunRequest, facts: Facts): void {
  const { options, resume, ephemeral } = request
  if (facts.settings_error !== undefined) {
    throw new ClinvkError('backend_unavailable', `Gemini CLI cannot start: its settings file ${facts.settings_error}`, {
      hint: 'Repair or remove that file.',
      backend: 'gemini',
    })
  }
  if (resume && !/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(resume.backend_session_id)) {
    // Anything else, such as `latest` or a number, would resume whatever conversation that happens to mean.
    const message = `Gemini CLI cannot resume "${resume.backend_session_id}": not one of its session ids`
    throw new ClinvkError('session_not_resumable', message, { hint: 'Start a new session.', backend: 'gemini' })
  }
  if (resume?.fork) throw unsupported('a fork of a session', 'Resume the session, or start a new one.')
  if (resume && ephemeral) {
    throw unsupported('an ephemeral run that resumes a session', 'Leave out "ephemeral", or start a new session.')
  }
  if (options.max_turns !== undefined && facts.login.kind === 'user') {
    throw unsupported(
      `max_turns ${options.max_turns} with a login of its own: only its settings can limit turns, and those stay untouched then`,
      'Leave out max_turns, or set model.maxSessionTurns in ~/.gemini/settings.json.',
    )
  }
}

const trustHint = 'If you trust the folder, say so once in gemini itself (/permissions), or run elsewhere with -w.'

function refuseUntrusted(survey: Survey | undefined, { login }: Facts, { approval_mode }: Permissions): void {
  const file = survey?.settings ?? survey?.variables
  if (file === undefined) return
  const denied = (why: string) =>
    new ClinvkError('permission_denied', `Gemini CLI may not run: the folder is not trusted, and has "${file}" ${why}`, { hint: trustHint, backend: 'gemini' })
  if (login.kind === 'user') throw denied('that it would obey when it runs with its own login')
  if (survey?.settings !== undefined && (approval_mode === 'auto_edit' || approval_mode === 'yolo')) {
    throw denied('in it; it then approves nothing by itself')
  }
}

function trustWarnings(survey: Survey | undefined): Warning[] {
  if (survey?.settings !== undefined) {
    const without = "the project's settings, .env, hooks, MCP servers and GEMINI.md, and your own hooks and MCP servers"
    return [{ code: 'folder_not_trusted', message: `Gemini CLI runs without ${without}: the folder is not trusted and has "${survey.settings}". ${trustHint}` }]
  }
  if (survey?.variables === undefined) return []
  return [{ code: 'project_env_ignored', message: `Gemini CLI does not read "${survey.variables}": the folder is not trusted. ${trustHint}` }]
}

function warnings(request: RunRequest, facts: Facts, escaped: number): Warning[] {
  const list: Warning[] = []
  if (escaped > 0) {
    const message = `Gemini CLI would have read files for "@" in the prompt: the model sees "\\@" instead, ${escaped} times.`
    list.push({ code: 'prompt_escaped', message })
  }
  if (facts.login.kind === 'user') {
    const own = 'its retries (max_retries) and its clean-up of old sessions follow its own settings'
    list.push({ code: 'retries_not_set', message: `Gemini CLI runs with its own login: ${own}.` })
  } else if (request.options.max_retries + 1 > mostAttempts) {
    const message = `Gemini CLI repeats a request ${mostAttempts - 1} times at most, not ${request.options.max_retries} times.`
    list.push({ code: 'retries_capped', message })
  }
  if (facts.login.kind === 'key' && facts.storage === undefined && facts.user_home !== '' && !request.ephemeral) {
    const message = 'The folder for conversations of Gemini CLI cannot be written: this one cannot be resumed later.'
    list.push({ code: 'session_not_kept', message })
  }
  if (/\$\{(?:AgentSkills|SubAgents|AvailableTools|\w+_ToolName)\}/.test(request.options.system_prompt ?? '')) {
    const message = 'Gemini CLI fills in ${AvailableTools} and its like in the system prompt: the model sees something else.'
    list.push({ code: 'system_prompt_changed', message })
  }
  return list
}

/** The CLI splits these values at commas, inside quotes and brackets too. */
function withoutComma(option: string, value: string): string {
  if (!value.includes(',')) return value
  throw unsupported(`${option} "${value}": a comma separates its values`, 'Use a value without a comma.')
}

function unsupported(what: string, hint: string): ClinvkError {
  return new ClinvkError('unsupported', `Gemini CLI does not support ${what}`, { hint, backend: 'gemini' })
}
