import { ClinvkError } from '@clinvk/plugin-sdk'
import { Flags } from '@oclif/core'
import { locateDefinition } from '../../config/read-definition.ts'
import { usesInput } from '../../service/chain/step-texts.ts'
import { BatchCommand, batchFlags, type BatchStage } from '../batch-command.ts'
import { definitionInput } from '../input/definition-input.ts'
import { readPipedInput, stdinIsPiped } from '../input/piped-input.ts'
import { runChain } from '../run-chain.ts'

/** `clinvk chain`. */
export default class Chain extends BatchCommand {
  static override summary = 'Run steps one after the other, each with what the steps before it said.'
  static override description = 'The steps come from a file or from standard input, as JSON or YAML. Flags win over the file. With a file, piped text is what {{input}} stands for.'
  static override flags = {
    file: Flags.string({ char: 'f', summary: 'the steps; -: standard input', helpValue: 'FILE' }),
    input: Flags.string({ summary: 'old name of --file', helpValue: 'FILE' }),
    'input-text': Flags.string({ summary: 'what {{input}} stands for', helpValue: 'TEXT' }),
    'stop-on-failure': Flags.boolean({ summary: 'stop after a step that failed (as it does unless the file says otherwise)', allowNo: true }),
    ...batchFlags,
  }
  static override examples = [
    '<%= config.bin %> chain -f review.yaml',
    'git diff | <%= config.bin %> chain -f review.yaml',
    '<%= config.bin %> chain -f review.yaml --input-text "the login page" --json',
    '<%= config.bin %> chain -f review.yaml --dry-run',
    '<%= config.bin %> chain -f review.yaml --no-stop-on-failure',
  ]

  async run(): Promise<void> {
    const { flags } = await this.parse(Chain)
    await this.batch(flags, async (stage) => {
      const { terminal, signal } = stage
      if (flags.file !== undefined && flags.input !== undefined) throw new ClinvkError('invalid_request', '--file and --input mean the same', { hint: 'Give --file.', details: { usage: true } })
      if (flags.input !== undefined) terminal.err('warning: --input is an old name of --file\n')
      const file = flags.file ?? flags.input
      const { text, name } = await definitionInput(file, signal, () => terminal.err('clinvk: waiting for the steps on standard input\n'))
      const { definition, locate } = await locateDefinition('chain', text, name)
      const piped = file !== undefined && file !== '-' && flags['input-text'] === undefined && usesInput(definition)
      const input = flags['input-text'] ?? (piped ? await pipedInput(stage) : undefined)
      return runChain(definition, { locate, input, stopOnFailure: flags['stop-on-failure'] }, stage)
    })
  }
}

/** What is piped in beside a file; nothing, or only blanks, is no input. */
async function pipedInput({ terminal, signal }: BatchStage): Promise<string | undefined> {
  if (!stdinIsPiped(process.stdin)) return undefined
  const onWaiting = () => terminal.err('clinvk: waiting for the input on standard input; add </dev/null to run without it\n')
  const text = await readPipedInput({ stream: process.stdin, signal, onWaiting })
  return text.trim() === '' ? undefined : text.replace(/\r?\n$/, '')
}
