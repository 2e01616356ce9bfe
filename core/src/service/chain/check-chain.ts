import { ClinvkError } from '@clinvk/plugin-sdk'
import type { ChainDefinition, ChainStep } from '../../schema/chain.ts'
import type { Locate } from '../../schema/locate.ts'
import type { Path } from '../../schema/violation.ts'
import type { RunOverrides } from '../request-from-fields.ts'
import { placed } from './placed-error.ts'
import type { Condition } from './ready-step.ts'
import { StepNames } from './step-names.ts'
import { StepText } from './step-text.ts'
import { stepTexts } from './step-texts.ts'
import { parseTemplate } from './template.ts'

/** What a chain is checked with. */
export interface CheckOptions {
  readonly locate: Locate
  /** What `{{input}}` stands for, where whoever asks gives it. It wins over the definition's. */
  readonly input?: string
  /** What a command line says about every step. */
  readonly overrides: RunOverrides
  readonly defaultBackend: string
}

/** A chain whose words are in order. Whether its steps can be run is not known yet. */
export interface CheckedChain {
  readonly steps: readonly CheckedStep[]
  readonly input: string
  readonly stopOnFailure: boolean
  readonly passWorkingDir: boolean
}

/** One step of it. */
export interface CheckedStep {
  readonly kind: 'prompt' | 'parallel' | 'compare'
  readonly fields: ChainStep
  readonly when?: Condition
  readonly retries: number
  readonly retryDelayMs: number
  readonly timeout_secs?: number
  /** Whether its run is kept in no session. */
  readonly ephemeral: boolean
  /** The text at a path below the step; undefined where there is none, or where a flag wins over it. */
  readonly text: (...path: Path) => StepText | undefined
}

/** Makes the error for a part of the definition. */
type Refuse = (path: Path, message: string, hint: string, within?: string) => ClinvkError

/** Fields of a step that runs several prompts. */
const shared: ReadonlySet<string> = new Set(['name', 'when', 'retry', 'timeout', 'timeout_secs', 'parallel', 'compare'] satisfies (keyof ChainStep)[])
const kinds = ['prompt', 'parallel', 'compare'] as const

/**
 * Checks everything that can be known of a chain without looking at backends and directories.
 * Errors: `invalid_request` naming the place.
 */
export function checkChain(definition: ChainDefinition, options: CheckOptions): CheckedChain {
  const { locate } = options
  const refuse: Refuse = (path, message, hint, within) => placed(new ClinvkError('invalid_request', message, { hint }), locate(path, within))
  const { steps, stop_on_failure: stop = true, pass_working_dir: pass = false } = definition
  if (steps.length === 0) throw refuse(['steps'], 'no steps defined in chain', 'Add a step with a backend and a prompt.')
  const persist = persists(definition, refuse)
  const check = new ChainCheck(definition, persist, options, refuse)
  const checked = steps.map((_step, index) => check.step(index))
  check.input()
  return { steps: checked, input: options.input ?? definition.input ?? '', stopOnFailure: stop, passWorkingDir: pass }
}

function persists({ persist_sessions: persist, pass_session_id: alias }: ChainDefinition, refuse: Refuse): boolean {
  if (persist !== undefined && alias !== undefined && persist !== alias) {
    throw refuse(['pass_session_id'], 'persist_sessions and pass_session_id mean the same, and contradict each other', 'Leave out pass_session_id.')
  }
  return persist ?? alias ?? false
}

/** The check of one definition, with what it has found so far. */
class ChainCheck {
  readonly #definition: ChainDefinition
  readonly #persist: boolean
  readonly #options: CheckOptions
  readonly #refuse: Refuse
  readonly #names: StepNames
  /** Backends of which a step so far leaves a session. */
  readonly #sessions = new Set<string>()
  #usesInput = false

  constructor(definition: ChainDefinition, persist: boolean, options: CheckOptions, refuse: Refuse) {
    this.#definition = definition
    this.#persist = persist
    this.#options = options
    this.#refuse = refuse
    this.#names = new StepNames(definition.steps.map(({ name }) => name))
  }

  /** Steps are checked in order. */
  step(index: number): CheckedStep {
    const fields = this.#definition.steps[index] as ChainStep
    const at = ['steps', index]
    const taken = this.#names.problem(index)
    if (taken !== undefined) throw this.#refuse([...at, 'name'], taken.message, taken.hint)
    const kind = this.#kind(fields, index)
    const timeout = this.#timeout(fields, at, kind)
    const when = this.#condition(fields, index)
    const { overrides, defaultBackend } = this.#options
    const backend = overrides.backend || fields.backend || defaultBackend
    this.#continues(fields, index, backend)
    // A system prompt from a flag is no template.
    const placedTexts = stepTexts(fields, overrides.system_prompt === undefined)
    const texts = new Map(placedTexts.map(({ path, text }) => [path.join('.'), this.#text(text, [...at, ...path], index)]))
    const ephemeral = overrides.ephemeral ?? fields.ephemeral ?? !this.#persist
    if (kind === 'prompt' && !ephemeral) this.#sessions.add(backend)
    return {
      kind,
      fields,
      ...(when === undefined ? {} : { when }),
      retries: fields.retry?.count ?? 0,
      retryDelayMs: Math.ceil((fields.retry?.delay_secs ?? 0) * 1000),
      ...(timeout === undefined ? {} : { timeout_secs: timeout }),
      ephemeral,
      text: (...path) => texts.get(path.join('.')),
    }
  }

  /** After all steps: what is given has to be asked for. */
  input(): void {
    if (this.#usesInput) return
    if (this.#options.input !== undefined) throw new ClinvkError('invalid_request', 'an input was given, but no step uses {{input}}', { hint: 'Write {{input}} into a prompt, or give no input.' })
    if (this.#definition.input !== undefined) throw this.#refuse(['input'], 'no step uses {{input}}', 'Write {{input}} into a prompt, or leave out input.')
  }

  #kind(fields: ChainStep, index: number): CheckedStep['kind'] {
    const at = ['steps', index]
    const [kind, another] = kinds.filter((one) => fields[one] !== undefined)
    if (kind === undefined) throw this.#refuse(at, `step ${index + 1} has nothing to do`, 'Give it a prompt, or parallel or compare.')
    if (another !== undefined) throw this.#refuse([...at, another], `step ${index + 1} has both ${kind} and ${another}`, 'Make two steps of it.')
    const foreign = kind === 'prompt' ? undefined : Object.keys(fields).find((key) => !shared.has(key))
    if (foreign !== undefined) throw this.#refuse([...at, foreign], `${foreign} is for a step with a prompt, and step ${index + 1} has ${kind}`, `Say it within ${kind}.`)
    return kind
  }

  /** A flag says how long a run may take, which is not how long several may. */
  #timeout({ timeout, timeout_secs: seconds }: ChainStep, at: Path, kind: CheckedStep['kind']): number | undefined {
    if (timeout !== undefined && seconds !== undefined) throw this.#refuse([...at, 'timeout'], 'timeout and timeout_secs mean the same', 'Give one of the two.')
    return (kind === 'prompt' ? this.#options.overrides.timeout_secs : undefined) ?? seconds ?? timeout
  }

  #condition({ when }: ChainStep, index: number): Condition | undefined {
    if (when === undefined) return undefined
    const step = this.#names.earlier(String(when.step), index)
    if (typeof step !== 'number') throw this.#refuse(['steps', index, 'when', 'step'], step.message, step.hint)
    return { step, is: when.is }
  }

  #continues({ session, fallback }: ChainStep, index: number, backend: string): void {
    if (session !== 'continue') return
    const others = this.#options.overrides.fallback ?? fallback ?? []
    if (others.length > 0) throw this.#refuse(['steps', index, 'session'], `step ${index + 1} goes on with a session, and cannot fall back to ${others.join(', ')}: only its own backend knows it`, 'Leave out session, or the fallback list.')
    if (this.#sessions.has(backend)) return
    const none = this.#sessions.size === 0 && !this.#persist
    throw this.#refuse(
      ['steps', index, 'session'],
      `step ${index + 1} cannot go on with a session: no step before it ${none ? 'is kept in one' : `leaves one of ${backend}`}`,
      none ? 'Set persist_sessions to true.' : 'Leave out session, or name the backend of an earlier step.',
    )
  }

  #text(text: string, path: Path, index: number): StepText {
    const parsed = parseTemplate(text)
    if ('problem' in parsed) throw this.#refuse(path, parsed.problem.message, parsed.problem.hint, parsed.problem.text)
    for (const part of parsed.template) {
      if (typeof part === 'string') continue
      const { text: written } = part
      const refuse = (message: string, hint: string) => this.#refuse(path, message, hint, written)
      if (part.kind === 'step') {
        const step = this.#names.earlier(part.step, index)
        if (typeof step !== 'number') throw refuse(step.message, step.hint)
      } else if (part.kind === 'previous') {
        if (index === 0) throw refuse('{{previous}} in step 1: there is no step before it', 'Leave it out. For the text "{{previous}}" itself write "{{{{previous}}".')
      } else if (part.kind === 'session') {
        if (this.#sessions.size === 0) throw refuse(this.#persist ? `{{session}} in step ${index + 1}: no step before it is kept in a session` : `chain step ${index + 1} uses {{session}} but sessions are not persisted`, 'Set persist_sessions to true, and refer to an earlier step with a prompt.')
      } else {
        this.#usesInput = true
        if (this.#options.input === undefined && this.#definition.input === undefined) throw refuse('{{input}} is used, but no input was given', 'Give it with --input-text, on standard input beside -f, or as "input" of the definition.')
      }
    }
    return new StepText(parsed.template, this.#names, index)
  }
}
