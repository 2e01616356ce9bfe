import type { Reply } from '../models/reply.ts'
import type { RealBackend } from './real-backend.ts'

/** A picture: one red pixel, as PNG in base64. */
export const redPixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=='

/** What is asked for where an answer has to fit a schema. */
export const answerSchema = { type: 'object', properties: { answer: { type: 'integer' } }, required: ['answer'], additionalProperties: false }

/** What a model says to that, in the way of each CLI: Claude Code has it call a tool. */
export function structuredReplies({ name }: Pick<RealBackend, 'name'>): readonly [Reply, Reply] {
  return [name === 'claude' ? { tools: [{ name: 'StructuredOutput', input: { answer: 42 } }] } : { text: ['{"answer": 42}'] }, { text: ['unused'] }]
}
