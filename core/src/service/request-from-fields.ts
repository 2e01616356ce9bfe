import { ClinvkError } from '@clinvk/plugin-sdk'
import { splitList } from '../config/lenient.ts'
import { defined } from '../schema/defined.ts'
import type { LabelFields, RunFields } from '../schema/run-fields.ts'
import type { PromptRequest } from './prompt-request.ts'

/** What a command line says about every run of a file: it wins over the file. */
export type RunOverrides = Partial<Omit<PromptRequest, 'prompt' | 'cwd' | 'via' | 'session_id' | 'fork' | 'parent_id'>>

/** Who asks, and how. */
export interface FieldsContext {
  /** Absolute directory of whoever asks. */
  readonly cwd: string
  readonly via: PromptRequest['via']
  readonly overrides?: RunOverrides
  /** Whether a run that does not say is kept in no session. */
  readonly ephemeral: boolean
}

/**
 * A run on the wire as a request. Every entry and every list of runs goes through here, so that all of them honour the same
 * fields. `verbose`, `dry_run` and what belongs to the list are up to the caller.
 * Errors: `unsupported` for `max_tokens` other than 0.
 */
export function requestFromFields(fields: RunFields & Pick<LabelFields, 'tags'>, { cwd, via, overrides = {}, ephemeral }: FieldsContext): PromptRequest {
  const { extra, allowed_tools: tools, max_tokens: maxTokens = 0, prompt = '', verbose: _verbose, dry_run: _dryRun, output_format: _format, ...rest } = fields
  if (maxTokens > 0) throw new ClinvkError('unsupported', `max_tokens is ${maxTokens}, but no CLI can limit its output tokens`, { hint: 'Leave out max_tokens.' })
  const { backend, fallback, model, workdir, approval_mode, sandbox_mode, system_prompt, max_turns, allowed_dirs, timeout_secs, idle_timeout_secs, max_retries, tags, metadata } = rest
  const asked: PromptRequest = {
    prompt,
    cwd,
    via,
    ephemeral: rest.ephemeral ?? ephemeral,
    ...defined({ backend, fallback, model, approval_mode, sandbox_mode, system_prompt, max_turns, allowed_dirs, timeout_secs, idle_timeout_secs, max_retries, tags, metadata }),
    ...(workdir === undefined || workdir === '' ? {} : { workdir }),
    ...(tools === undefined ? {} : { allowed_tools: typeof tools === 'string' ? splitList(tools) : tools }),
    ...(extra === undefined ? {} : { extra_flags: extra }),
  }
  return { ...asked, ...defined(overrides) }
}

/** Runs of a list give one result each, so nothing of it can be a stream. Errors: `unsupported`. */
export function refuseStream({ output_format: format }: Pick<RunFields, 'output_format'>): void {
  if (format !== 'stream-json') return
  throw new ClinvkError('unsupported', 'output_format "stream-json" of one run in a list cannot be honoured: its result is a part of the list', {
    hint: 'Leave output_format out; for all events as they come, run the list itself with -o stream-json.',
  })
}
