import type { EventContent, ProcessEnd } from '@clinvk/plugin-sdk'
import { plainMessage } from './failure.ts'

type Failure = EventContent['error']

/** What it means that Codex ended without telling how its turn went: exit code and stderr decide. */
export function earlyFailure(end: ProcessEnd): Failure {
  const exit = end.code === null ? {} : { exit_code: end.code }
  const details = end.signal === null ? exit : { ...exit, signal: end.signal }
  return { ...meaning(end), details }
}

function meaning({ code, signal, stderr_tail }: ProcessEnd): Omit<Failure, 'details'> {
  const said = complaint(stderr_tail)
  const tooLong = /Input exceeds the maximum length of (\d+) characters/.exec(said)?.[1]
  if (tooLong !== undefined) {
    const message = `Codex CLI could not take the prompt: it has more than ${tooLong} characters`
    return { code: 'payload_too_large', message, hint: 'Send a shorter prompt.' }
  }
  if (/no rollout found for thread id|thread not found|invalid (?:session|thread) id/i.test(said)) {
    const message = `Codex CLI could not resume the session: ${said}`
    return { code: 'session_not_resumable', message, hint: 'Start a new session; Codex no longer has this one.' }
  }
  if (said.includes('already has an active writer')) {
    const message = `Codex CLI could not resume the session: ${said}`
    return { code: 'session_busy', message, hint: 'Wait until the other run of this session has ended.' }
  }
  if (/Error loading (?:config|configuration)|Model provider .* not found|failed to load (?:config|configuration)/i.test(said)) {
    const message = `Codex CLI could not read its configuration: ${said}`
    return { code: 'backend_error', message, hint: "Correct Codex's config.toml (CODEX_HOME, else ~/.codex)." }
  }
  if (code === 2) {
    const message = `Codex CLI could not read its arguments: ${said}`
    return { code: 'invalid_request', message, hint: 'Check the extra flags, and that Codex CLI is up to date (clinvk backends codex).' }
  }
  if (code === 0) {
    const message = 'Codex CLI could not be understood: it ended without a result'
    return { code: 'backend_output_invalid', message, hint: 'Update Codex CLI: npm install -g @openai/codex' }
  }
  const how = signal === null ? `exit code ${code}` : `signal ${signal}`
  const message = `Codex CLI could not finish: it ended by ${how}${said === '' ? '' : `: ${said}`}`
  return { code: 'backend_error', message, hint: 'Run it again with --verbose to see what it says.' }
}

/**
 * The lines of stderr that say why Codex gave up: its own error, without its log, its notices and what it shows of its
 * configuration. Other lines are nobody's to repeat: they may hold anything.
 */
function complaint(stderr: string): string {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '' && !isNotice(line) && !isSource(line))
  const first = lines.findLastIndex((line) => /^(?:Error\b|error:|Not inside a trusted directory|No prompt provided)/.test(line))
  if (first < 0) return ''
  return plainMessage(lines.slice(first, first + 2).join(' '))
    .replace(/^error: /i, '')
    .replace(/ tip: .*$/, '')
    .replace(/^thread\/\w+: (?=thread\/)/, '')
    .replaceAll(/string "[^"]*"/g, 'a string')
}

function isNotice(line: string): boolean {
  return /^(?:WARNING:|warning:|Reading |Usage:|For more information|\s+codex exec |\d{4}-\d\d-\d\dT\S+ +[A-Z]+ )/.test(line)
}

/** Lines of a configuration file in an error about it; they may hold a key. */
function isSource(line: string): boolean {
  return /^\s*(?:\d+\s*)?\|/.test(line)
}
