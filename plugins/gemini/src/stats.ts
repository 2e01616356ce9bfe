import type { TokenUsage } from '@clinvk/plugin-sdk'
import { count, object } from './lines.ts'

/**
 * Tokens of one run from `result.stats`, all its requests together (the model router's and dead attempts' too). The CLI
 * leaves out thought tokens; they are what is missing between the total and input plus output.
 */
export function usageOf(stats: Record<string, unknown>): TokenUsage {
  const old = object(stats['tokenUsage'])
  const input = count(stats['input_tokens'] ?? old['inputTokens'])
  const answer = count(stats['output_tokens'] ?? old['outputTokens'])
  const reasoning = count(count(stats['total_tokens']) - input - answer)
  const cached = count(stats['cached'])
  return {
    input_tokens: input,
    output_tokens: answer + reasoning,
    ...(cached > 0 ? { cached_tokens: cached } : {}),
    ...(reasoning > 0 ? { reasoning_tokens: reasoning } : {}),
  }
}

/**
 * The model that answered. `stats.models` names each model that was asked, in that order: with `auto` first the
 * flash-lite one that chose, then the chosen one, later perhaps models of tools.
 */
export function answeringModel(stats: Record<string, unknown>, requested: string | undefined): string | undefined {
  const models = Object.keys(object(stats['models']))
  if (requested !== undefined && models.includes(requested)) return requested
  const routed = requested === undefined || requested.startsWith('auto')
  return (routed ? models.find((model) => !model.includes('flash-lite')) : undefined) ?? models[0]
}
