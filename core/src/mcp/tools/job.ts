import { ClinvkError } from '@clinvk/plugin-sdk'
import { type JobCall, jobCall, jobReplySchema, longestWait } from '../../schema/job-call.ts'
import { jobToolName } from '../background.ts'
import type { Job } from '../job.ts'
import { tool, type ToolAnswer } from '../tool.ts'

/** How often progress is told to who waits, milliseconds. */
const tellMs = 1000

/** Asks for a call that goes on in the background, waits for it, or ends it. */
export const jobTool = tool<JobCall>({
  name: jobToolName,
  title: 'Get the result of a call in the background',
  description:
    'Get the state of a job that a call with `background: true` began, and its `result` once it has ended. `wait_secs` waits for that, `cancel` ends it, and waits for that. ' +
    'Without `id`: list your jobs. Results are kept for an hour, jobs end with the server.',
  input: jobCall,
  output: jobReplySchema,
  oneOf: [['job'], ['jobs']],
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: false },
  scope: 'run',
  run: async ({ input: { id, cancel = false, wait_secs: seconds = cancel ? longestWait : 0 }, jobs, signal, report }) => {
    if (id === undefined) {
      if (cancel || seconds > 0) throw new ClinvkError('invalid_request', `"${cancel ? 'cancel' : 'wait_secs'}" needs the "id" of a job`, { hint: 'Call clinvk_job without arguments to list your jobs.' })
      return { body: { jobs: jobs.list().map((job) => job.describe()) } }
    }
    const job = jobs.find(id)
    if (job === undefined) {
      throw new ClinvkError('invalid_request', `there is no job ${JSON.stringify(id.slice(0, 100))}`, { hint: 'Its result may be too old. Call clinvk_job without arguments to list your jobs; what its runs said is in their sessions.' })
    }
    if (cancel) job.cancel()
    let told = Number.NEGATIVE_INFINITY
    await job.wait(seconds * 1000, signal, (message) => {
      if (performance.now() - told < tellMs) return
      told = performance.now()
      // The job does not wait for those who watch it.
      report.progress(message).catch(() => undefined)
    })
    return cancel ? { body: { job: job.describe() } } : whole(job)
  },
})

/** The job; once it has ended, with what its call would have answered. */
function whole(job: Job): ToolAnswer {
  const state = job.describe({ closely: true })
  if (job.answer === undefined) return { body: { job: state } }
  const { body, failed = false } = job.answer
  return { body: { job: state, result: body, ...(failed ? { error: (body as { readonly error?: object }).error } : {}) }, failed }
}
