import type { ChatOutcome } from '../../service/chat/run-chat.ts'

/** Says that a number of tokens was guessed. */
export const estimateHeader = 'x-clinvk-estimate'

/** Characters a token, where nobody has counted. */
const charactersPerToken = 4

/**
 * What an answer cost. Where the run did not tell, an estimate from the length of the texts: programs add this up without looking.
 * `told`: how many characters the model was told.
 */
export function usageOf({ text, usage }: Pick<ChatOutcome, 'text' | 'usage'>, told: number): Omit<NonNullable<ChatOutcome['usage']>, 'total_tokens'> {
  return usage ?? { input_tokens: Math.ceil(told / charactersPerToken), output_tokens: Math.ceil(text.length / charactersPerToken) }
}
