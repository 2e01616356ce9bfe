import { Args, Flags } from '@oclif/core'
import { splitList } from '../../config/lenient.ts'
import { BatchCommand, batchFlags } from '../batch-command.ts'
import { joinPrompt, readPipedInput, stdinIsPiped } from '../input/piped-input.ts'
import { runCompare } from '../run-compare.ts'

// What another backend answers would be compared under a wrong name.
const { fallback: _noOther, ...flagsOfRuns } = batchFlags

/** `clinvk compare`. */
export default class Compare extends BatchCommand {
  static override summary = 'Ask several backends the same, and see the answers side by side.'
  static override description = 'Piped text is put behind the prompt in a fence; without a prompt it is the prompt.'
  static override args = { prompt: Args.string({ description: 'what to ask; quote it', ignoreStdin: true }) }
  static override flags = {
    backends: Flags.string({ summary: 'the backends, parted by commas (-b does the same)', helpValue: 'LIST' }),
    'all-backends': Flags.boolean({ summary: 'every backend that is installed' }),
    sequential: Flags.boolean({ summary: 'one after the other instead of all at once' }),
    diff: Flags.boolean({ summary: 'show where the answers differ from the first one' }),
    ...flagsOfRuns,
  }
  static override examples = [
    '<%= config.bin %> compare "is this query safe? SELECT * FROM t WHERE id = $1" --backends claude,codex',
    'git diff | <%= config.bin %> compare "review this" --all-backends --sandbox-mode read-only',
    '<%= config.bin %> compare "name three risks" --backends codex,gemini --diff --json',
  ]

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Compare)
    await this.batch(flags, async (stage) => {
      const { terminal, signal } = stage
      const onWaiting = () => terminal.err('clinvk: waiting for standard input to end; add </dev/null to run without it\n')
      const piped = stdinIsPiped(process.stdin) ? await readPipedInput({ stream: process.stdin, signal, onWaiting }) : ''
      const names = [flags.backends, (flags as Readonly<Record<string, unknown>>)['backend'] as string | undefined].filter((list) => list !== undefined)
      return runCompare({ prompt: joinPrompt(args.prompt, piped), sequential: flags.sequential, all_backends: flags['all-backends'], ...(names.length === 0 ? {} : { backends: names.flatMap(splitList) }) }, flags.diff, stage)
    })
  }
}
