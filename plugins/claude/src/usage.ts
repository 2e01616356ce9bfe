import type { TokenUsage } from '@clinvk/plugin-sdk'
import { type Json, number, object } from './json.ts'

/**
 * What each model used since the last `result` line. `modelUsage`, and with it `total_cost_usd`, counts from the start of the
 * conversation: 2.1.329 goes on counting when it resumes one. Versions that do not have the other member start anew.
 */
export function modelUsage(result: Json): Json {
  return object(result['model_usage_since_last_result'] ?? result['modelUsage'])
}

/** US dollars of the run, by its `result` lines. */
export function cost(results: readonly Json[]): number | undefined {
  const last = results.at(-1) ?? {}
  if (last['model_usage_since_last_result'] === undefined) return number(last['total_cost_usd'])
  return sum(results.flatMap((result) => Object.values(modelUsage(result))), 'costUSD')
}

/**
 * Tokens of a run, by its `result` lines. The API counts what was read afresh, read from a cache and written to a cache apart;
 * clinvk counts all of it as input. `usage` is all zero in 2.1.197 when the answer came without a stream (the CLI's own second
 * try when a stream breaks): then the counts per model are taken, which hold the calls of helpers, too.
 */
export function tokenUsage(results: readonly Json[]): TokenUsage | undefined {
  const usages = results.flatMap(({ usage }) => (usage === undefined ? [] : [usage]))
  if (usages.length === 0) return undefined
  const counted = usageOf({
    fresh: sum(usages, 'input_tokens'),
    read: sum(usages, 'cache_read_input_tokens'),
    written: sum(usages, 'cache_creation_input_tokens'),
    output: sum(usages, 'output_tokens'),
    reasoning: sum(usages.map((usage) => object(usage)['output_tokens_details']), 'thinking_tokens'),
  })
  if (counted.input_tokens + counted.output_tokens > 0) return counted
  const models = results.flatMap((result) => Object.values(modelUsage(result)))
  return usageOf({
    fresh: sum(models, 'inputTokens'),
    read: sum(models, 'cacheReadInputTokens'),
    written: sum(models, 'cacheCreationInputTokens'),
    output: sum(models, 'outputTokens'),
    reasoning: sum(models, 'thinkingTokens'),
  })
}

function sum(counts: readonly unknown[], name: string): number {
  return counts.reduce<number>((total, count) => total + (number(object(count)[name]) ?? 0), 0)
}

interface Counts {
  readonly fresh: number
  readonly read: number
  readonly written: number
  readonly output: number
  readonly reasoning: number
}

function usageOf({ fresh, read, written, output, reasoning }: Counts): TokenUsage {
  return {
    input_tokens: fresh + read + written,
    output_tokens: output,
    ...(read > 0 ? { cached_tokens: read } : {}),
    ...(written > 0 ? { cache_write_tokens: written } : {}),
    ...(reasoning > 0 ? { reasoning_tokens: reasoning } : {}),
  }
}
