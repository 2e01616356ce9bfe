import { ClinvkError } from '@clinvk/plugin-sdk'
import { errorLines } from './render/error-lines.ts'

/** Runs a command line; resolves to its exit code. */
export type Runner = (argv: readonly string[]) => Promise<number>

/** Asks the person at the terminal what one word close to a command's name was meant to be. Nothing is sent unasked. */
export async function mistypedCommand(word: string, suggestion: string, prompt: Runner, command: Runner): Promise<number> {
  const { select } = await import('@inquirer/prompts')
  const answer = await select(
    {
      message: `"${word}" is no command of clinvk. What did you mean?`,
      choices: [
        { name: `run the command: clinvk ${suggestion}`, value: 'command' },
        { name: `send "${word}" as a prompt`, value: 'prompt' },
        { name: 'nothing', value: 'nothing' },
      ],
    },
    { output: process.stderr },
  ).catch(() => 'nothing') // Ctrl-C at the question
  if (answer === 'command') return command([suggestion])
  if (answer === 'prompt') return prompt(['--', word])
  const error = new ClinvkError('invalid_request', `unknown command "${word}"`, { hint: `Did you mean: clinvk ${suggestion}? To send it as a prompt: clinvk -- ${word}` })
  process.stderr.write(errorLines(error, { color: false }))
  return 1
}
