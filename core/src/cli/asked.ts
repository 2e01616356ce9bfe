import { ClinvkError } from '@clinvk/plugin-sdk'
import { splitList } from '../config/lenient.ts'
import { configSchema } from '../schema/config.ts'
import { longestSecs } from '../schema/longest-secs.ts'
import type { PromptRequest } from '../service/prompt-request.ts'
import type { ParsedPrompt } from './parse-prompt.ts'

/** As in the configuration. */
const mostRetries = configSchema.properties.unified_flags.properties.max_retries.maximum

/** Reads flags by name and type. */
export interface Flags {
  readonly text: (name: string) => string | undefined
  readonly on: (name: string) => boolean
  readonly list: (name: string) => readonly string[] | undefined
  /** Errors: `invalid_request` for text that is no number of 0 or more, or one above `most`. */
  readonly number: (name: string, whole: boolean, most?: number) => number | undefined
}

/** The flags of a command line. */
export function flagReader({ flags }: Pick<ParsedPrompt, 'flags'>): Flags {
  const text = (name: string) => (typeof flags[name] === 'string' ? (flags[name] as string) : undefined)
  return {
    text,
    on: (name: string) => flags[name] === true,
    list: (name: string) => (Array.isArray(flags[name]) ? (flags[name] as readonly string[]) : undefined),
    number: (name: string, whole: boolean, most?: number) => {
      const value = text(name)
      if (value === undefined) return undefined
      const number = /^\d+(\.\d+)?$/.test(value) ? Number(value) : Number.NaN
      if (most !== undefined && number > most) throw new ClinvkError('invalid_request', `--${name} ${value} is more than ${most}`, { hint: `Write --${name} ${most}, or less.`, details: { usage: true } })
      if (Number.isFinite(number) && (!whole || Number.isInteger(number))) return number
      throw new ClinvkError('invalid_request', `--${name} "${value}" is no ${whole ? 'whole ' : ''}number of 0 or more`, { hint: `Write --${name} 3.`, details: { usage: true } })
    },
  }
}

/** What the flags ask for; what is not said is absent, so that the configuration decides. Errors: `invalid_request`. */
export function askedOptions(flags: Flags): Omit<PromptRequest, 'prompt'> {
  const tools = flags.text('allowed-tools')
  const fallback = flags.text('fallback')
  if (flags.text('workdir') === '') throw new ClinvkError('invalid_request', '--workdir names no directory: its value is empty', { hint: 'Name a directory, or leave out -w.', details: { usage: true } })
  return Object.fromEntries(
    Object.entries({
      via: 'cli',
      cwd: process.cwd(),
      backend: flags.text('backend'),
      fallback: fallback === undefined ? undefined : splitList(fallback),
      model: flags.text('model'),
      workdir: flags.text('workdir'),
      approval_mode: flags.text('approval-mode')?.toLowerCase(),
      sandbox_mode: flags.text('sandbox-mode')?.toLowerCase(),
      system_prompt: flags.text('system-prompt'),
      max_turns: flags.number('max-turns', true),
      allowed_tools: tools === undefined ? undefined : splitList(tools),
      allowed_dirs: flags.list('allowed-dir'),
      extra_flags: flags.list('extra'),
      max_retries: flags.number('max-retries', true, mostRetries),
      timeout_secs: flags.number('timeout', false, longestSecs),
      idle_timeout_secs: flags.number('idle-timeout', false, longestSecs),
      native_input: flags.on('native-input'),
      ephemeral: flags.on('ephemeral'),
    } satisfies { [Key in keyof PromptRequest]?: unknown }).filter(([, value]) => value !== undefined),
  ) as unknown as Omit<PromptRequest, 'prompt'>
}
