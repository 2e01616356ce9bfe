import type { Backend, RunRequest } from '@clinvk/plugin-sdk'
import type { PromptRequest } from './prompt-request.ts'

/** What goes to the model, and the schema where the backend's CLI keeps to one by itself. */
export type PromptInput = Pick<RunRequest, 'input' | 'json_schema'>

/** The prompt with its pictures. A CLI that knows no schemas is told in words; the answer is checked either way. */
export function promptInput({ prompt, images = [], json_schema: schema }: PromptRequest, { capabilities }: Pick<Backend, 'capabilities'>): PromptInput {
  const pictures = images.map((image) => ({ type: 'image', ...image }) as const)
  if (schema === undefined) return { input: [{ type: 'text', text: prompt }, ...pictures] }
  if (capabilities.json_schema === true) return { input: [{ type: 'text', text: prompt }, ...pictures], json_schema: schema }
  return { input: [{ type: 'text', text: `${prompt}\n\n${inWords(schema)}` }, ...pictures] }
}

function inWords(schema: unknown): string {
  return `Answer with nothing but one JSON value that is valid against this JSON Schema, without any text or code fence around it:\n${JSON.stringify(schema)}`
}
