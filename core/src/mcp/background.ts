import { ClinvkError } from '@clinvk/plugin-sdk'
import { backgroundField, jobStarted } from '../schema/job-call.ts'
import type { CallerJobs, Tool, ToolCall } from './tool.ts'

/** The tool that asks for what goes on in the background: where clients do not get it, nothing goes on there. */
export const jobToolName = 'clinvk_job'

/** For callers that could ask for none: none begins. */
export const noJobs: CallerJobs = {
  start: ({ name }) => {
    throw new ClinvkError('unsupported', `${name} cannot go on in the background here: nothing could get its result, as this server does not expose ${jobToolName}`, { hint: `Leave out "background", or have mcp.tools expose ${jobToolName}.` })
  },
  list: () => [],
  find: () => undefined,
}

/** A tool whose calls may go on in the background: with `background` it answers at once with a job. */
export function withBackground(foreground: Tool): Tool {
  const { input, output } = foreground
  return {
    ...foreground,
    foreground,
    input: { ...input, properties: { ...input.properties, background: backgroundField } },
    output: { ...output, properties: { ...output.properties, ...jobStarted.properties } },
    oneOf: [output.required ?? [], jobStarted.required],
    run: async ({ input: given, ...call }) => {
      const { background = false, ...rest } = given as { readonly background?: boolean }
      const checked: ToolCall<never> = { ...call, input: rest as never }
      return background ? { body: { job: call.jobs.start(foreground, checked).describe() } } : foreground.run(checked)
    },
  }
}
