import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ClinvkError, isClinvkError } from '@clinvk/plugin-sdk'
import { configPlace, type ConfigSource } from '../config/load.ts'
import { type ConfigProblem, problemLine } from '../config/problem.ts'
import { readConfigText } from '../config/read-file.ts'
import { changeConfigFile } from './config-file.ts'
import type { CheckConfig } from './configuration.ts'

/** How an editor was left. */
export interface EditorEnd {
  readonly code: number | null
}

/** Lets the person edit a file; resolves when the editor has ended. `editor` is a line of a shell, such as `code --wait`. */
export type OpenEditor = (editor: string, file: string) => Promise<EditorEnd>

/** What came of editing. */
export interface EditedConfig {
  readonly file: string
  readonly changed: boolean
}

const beginning = '# Configuration of clinvk: YAML, such as "default_backend: codex".\n# All keys: clinvk config show\n'

/** Opens the configuration file in the person's editor: a copy of it, which takes its place only when it is valid. */
export class EditConfiguration {
  readonly #source: ConfigSource
  readonly #open: OpenEditor
  readonly #check: CheckConfig

  constructor(source: ConfigSource, open: OpenEditor, check: CheckConfig) {
    this.#source = source
    this.#open = open
    this.#check = check
  }

  /**
   * Errors: `invalid_request` without an editor or a terminal, or when the editor failed; `config_invalid` when the result is not
   * valid, cannot be written, or the file was changed meanwhile. What was edited is then kept, and the message says where.
   */
  async execute(): Promise<EditedConfig> {
    const { env } = this.#source
    const editor = env['VISUAL'] || env['EDITOR']
    if (!editor) throw new ClinvkError('invalid_request', 'cannot open an editor: neither VISUAL nor EDITOR is set', { hint: 'Run EDITOR=vi clinvk config edit, or change single keys with clinvk config set.' })
    const place = configPlace(this.#source)
    const before = readConfigText(place.path, false) ?? ''
    const folder = mkdtempSync(join(tmpdir(), 'clinvk-edit-'))
    const copy = join(folder, 'config.yaml')
    let keep = false
    try {
      const given = before === '' ? beginning : before
      writeFileSync(copy, given, { mode: 0o600 })
      const { code } = await this.#open(editor, copy)
      // Until it is in its place, nothing of what was typed may be lost.
      keep = readFileSync(copy, 'utf8') !== given
      if (code !== 0) throw new ClinvkError('invalid_request', `the editor "${editor}" failed (exit ${code ?? 'by a signal'}); the configuration is as it was${kept(copy, keep)}`, { hint: 'Set VISUAL or EDITOR to an editor that works here.' })
      if (!keep) return { file: place.path, changed: false }
      const text = readConfigText(copy, true) ?? ''
      const problems = await this.#check(copy, text)
      if (problems.length > 0) throw notValid(copy, problems)
      await changeConfigFile(place, async (now) => {
        if (now === before) return text
        throw new ClinvkError('config_invalid', `${place.path} was changed by somebody else while it was edited, and is as they left it`, { hint: `Compare the two: diff ${place.path} ${copy}` })
      }).catch((cause: unknown) => {
        throw isClinvkError(cause) ? new ClinvkError(cause.code, `${cause.message}${kept(copy, true)}`, { hint: cause.hint ?? '', cause }) : cause
      })
      keep = false
      return { file: place.path, changed: true }
    } finally {
      if (!keep) rmSync(folder, { recursive: true, force: true })
    }
  }
}

function kept(copy: string, is: boolean): string {
  return is ? `; what you wrote is kept in ${copy}` : ''
}

function notValid(copy: string, problems: readonly ConfigProblem[]): ClinvkError {
  const [first] = problems as readonly [ConfigProblem]
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : ''
  return new ClinvkError('config_invalid', `the configuration is as it was, for what you wrote is not valid: ${problemLine(first)}${more}; it is kept in ${copy}`, {
    hint: `Mend it there, check it with clinvk config validate ${copy}, and move it to its place.`,
    details: { problems },
  })
}
