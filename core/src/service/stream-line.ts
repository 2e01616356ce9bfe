import type { ChainEvent, ChainResult } from './chain/chain-result.ts'
import type { StepEvent } from './chain/step-work.ts'
import type { ParallelEvent } from './parallel-result.ts'
import type { CompareEvent } from './run-compare.ts'

/** What happens in a list of runs as one line of its stream: the same on the command line and over HTTP. */
export interface StreamLine {
  readonly type: string
  readonly [key: string]: unknown
}

/** An event of a run keeps its place on the top level, with the number of its task beside it. */
export function parallelLine(event: ParallelEvent): StreamLine {
  if (event.type === 'task_event') return { index: event.index, ...event.event }
  if (event.type !== 'task_ended') return event
  const { output: _said, ...result } = event.result
  return { type: event.type, ...result }
}

/** The same with the number of its backend. */
export function compareLine(event: CompareEvent): StreamLine {
  if (event.type === 'task_event') return { index: event.index, ...event.event }
  return event.type === 'task_ended' ? { type: event.type, ...event.result } : event
}

/** The same with the number of its step, and of its task. */
export function chainLine(event: ChainEvent<StepEvent>): StreamLine {
  if (event.type === 'step_ended') return { type: event.type, ...withoutAnswers(event.result) }
  if (event.type !== 'step_event') return event
  const { step, event: inner } = event
  if (inner.type === 'task_event') return { step, index: inner.index, ...inner.event }
  if (inner.type !== 'task_ended') return { step, ...inner }
  const { output: _said, ...result } = inner.result
  return { step, type: inner.type, ...result }
}

/** The last line of a chain: the events have told the answers. */
export function chainResultLine(result: ChainResult): object {
  return { ...result, results: result.results.map(withoutAnswers) }
}

function withoutAnswers({ output: _said, parallel: _tasks, compare: _answers, ...result }: ChainResult['results'][number]): object {
  return result
}
