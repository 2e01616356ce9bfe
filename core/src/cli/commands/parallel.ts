import { Flags } from '@oclif/core'
import { readDefinition } from '../../config/read-definition.ts'
import { BatchCommand, batchFlags } from '../batch-command.ts'
import { definitionInput } from '../input/definition-input.ts'
import { runParallel } from '../run-parallel.ts'

/** `clinvk parallel`. */
export default class Parallel extends BatchCommand {
  static override summary = 'Run many prompts, so many at a time.'
  static override description = 'The tasks come from a file or from standard input, as JSON, YAML or JSONL. Flags win over the file.'
  static override flags = {
    file: Flags.string({ char: 'f', summary: 'the tasks; -: standard input', helpValue: 'FILE' }),
    'max-parallel': Flags.integer({ summary: 'runs at the same time' }),
    'fail-fast': Flags.boolean({ summary: 'the first failure ends all the others', allowNo: true }),
    'output-dir': Flags.string({ summary: 'write the result of each task into this folder', helpValue: 'DIR' }),
    quiet: Flags.boolean({ char: 'q', summary: 'print no answers, only how the tasks ended' }),
    ...batchFlags,
  }
  static override examples = [
    '<%= config.bin %> parallel -f tasks.yaml',
    '<%= config.bin %> parallel -f tasks.json --max-parallel 8 --fail-fast --json',
    `echo '[{"prompt":"say hi","backend":"codex"}]' | <%= config.bin %> parallel`,
    '<%= config.bin %> parallel -f tasks.jsonl --output-dir results --quiet',
  ]

  async run(): Promise<void> {
    const { flags } = await this.parse(Parallel)
    await this.batch(flags, async (stage) => {
      const { terminal, signal } = stage
      const { text, name } = await definitionInput(flags.file, signal, () => terminal.err('clinvk: waiting for tasks on standard input\n'))
      const definition = await readDefinition('parallel', text, name)
      return runParallel(definition, { maxParallel: flags['max-parallel'], failFast: flags['fail-fast'], outputDir: flags['output-dir'], quiet: flags.quiet }, stage)
    })
  }
}
