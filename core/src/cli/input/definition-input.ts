import { readFileSync, statSync } from 'node:fs'
import { ClinvkError } from '@clinvk/plugin-sdk'
import { longestDefinition } from '../../config/read-definition.ts'
import { readPipedInput, stdinIsPiped } from './piped-input.ts'

/** A definition as text, and what to call it in messages. */
export interface DefinitionInput {
  readonly text: string
  readonly name: string
}

/**
 * The text of `--file`, `-` being standard input, else what is piped in.
 * Errors: `invalid_request` without either, or for a file that cannot be read; `payload_too_large`; `cancelled`.
 */
export async function definitionInput(file: string | undefined, signal: AbortSignal, onWaiting: () => void): Promise<DefinitionInput> {
  if (file !== undefined && file !== '-') return { text: fileText(file), name: file }
  const text = stdinIsPiped(process.stdin) ? await readPipedInput({ stream: process.stdin, signal, onWaiting }) : ''
  if (text.trim() !== '') return { text, name: 'standard input' }
  throw new ClinvkError('invalid_request', 'no input provided (use --file or pipe JSON to stdin)', { hint: 'Write the definition into a file, and name it with -f.', details: { usage: true } })
}

function fileText(file: string): string {
  const refuse = (problem: string, cause?: unknown) => new ClinvkError('invalid_request', `failed to read file: ${file} ${problem}`, { hint: 'Check the path given with --file.', cause })
  let bytes: Buffer
  try {
    const size = statSync(file).size
    if (size > longestDefinition) throw new ClinvkError('payload_too_large', `failed to read file: ${file} has ${size} bytes; ${longestDefinition} are allowed`, { hint: 'Split it into several.' })
    bytes = readFileSync(file)
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (code === 'payload_too_large') throw cause
    throw refuse(code === 'ENOENT' ? 'does not exist' : code === 'EISDIR' ? 'is a directory' : `cannot be read (${code})`, cause)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw refuse('is not UTF-8 text', cause)
  }
}
