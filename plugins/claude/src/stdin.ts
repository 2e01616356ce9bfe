import { inputText, type RunRequest } from '@clinvk/plugin-sdk'
import { readableSchema } from './readable-schema.ts'

/**
 * What goes to the CLI's stdin: one JSON object a line (`--input-format stream-json`).
 *
 * The CLI reads slash commands and `@file` mentions in the *last* text block of a message. A blank last block therefore makes it
 * send the prompt literally; it drops blank blocks before it talks to the model. Without that block it reads its own syntax. This
 * way has no size limit of its own, while plain text on stdin ends at 10 MB.
 *
 * The system prompt goes into an `initialize` control request. From 2.1.3xx on the CLI records the first system prompt of a
 * conversation and silently sends the record on resume, even with another `--system-prompt`; `systemPromptSnapshot: false` makes
 * it send the new one. There is a flag for that, too, which versions before refuse: they ignore the unknown member.
 * A JSON schema goes the same way (`jsonSchema`): as a flag it would be bounded by the length of one argument.
 */
export function stdin(request: RunRequest): string {
  const { system_prompt } = request.options
  const prompt = { type: 'text', text: inputText(request) }
  const images = request.input.flatMap((part) => (part.type === 'image' ? [image(part)] : []))
  const content = [...images, prompt, ...(request.native_input ? [] : [{ type: 'text', text: ' ' }])]
  const lines = [
    ...(system_prompt === undefined && request.json_schema === undefined ? [] : [initialize(request)]),
    { type: 'user', message: { role: 'user', content } },
  ]
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('')
}

function image({ media_type, data }: Extract<RunRequest['input'][number], { type: 'image' }>): unknown {
  return { type: 'image', source: { type: 'base64', media_type, data } }
}

function initialize({ options: { system_prompt: systemPrompt }, resume, json_schema: schema }: RunRequest): unknown {
  const system = systemPrompt === undefined ? {} : { systemPrompt, ...(resume === undefined ? {} : { systemPromptSnapshot: false }) }
  return { type: 'control_request', request_id: 'initialize', request: { subtype: 'initialize', ...system, ...(schema === undefined ? {} : { jsonSchema: readableSchema(schema) }) } }
}
