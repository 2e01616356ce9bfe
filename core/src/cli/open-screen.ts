import type { PromptRequest } from '../service/prompt-request.ts'
import { exitCode } from '../service/exit-code.ts'
import { errorLines } from './render/error-lines.ts'
import { jsonText } from './render/json-text.ts'
import type { Stage } from './run-request.ts'

/** Opens the CLI's own screen, says afterwards how to go on, and returns the exit code: the CLI's own. */
export async function openScreen(request: Omit<PromptRequest, 'prompt'>, { services, format, terminal, interrupt }: Stage, dryRun: boolean): Promise<number> {
  if (dryRun) {
    const result = await services.dryRun.screen(request)
    await terminal.out(format === 'text' ? `Would execute: ${result.command}\n` : `${jsonText({ ...result, exit_code: 0 }, format === 'json' ? 2 : undefined)}\n`)
    return 0
  }
  const result = await services.openScreen.execute(request, process, interrupt.signal)
  if (result.error !== undefined) terminal.err(errorLines(result.error, terminal, result.backend))
  if (result.session_id !== undefined) terminal.err(`Session ${result.session_id.slice(0, 8)}. Go on: clinvk resume ${result.session_id.slice(0, 8)} "your prompt"\n`)
  return exitCode(result.error)
}
