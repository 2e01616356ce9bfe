// node openai.js "name three risks of this plan" codex: the answer as it comes, by the SDK of OpenAI.
import OpenAI from 'openai'
import { key, model, prompt, url } from './server.js'

const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: key })
const stream = await client.chat.completions.create({ model, messages: [{ role: 'user', content: prompt }], stream: true, stream_options: { include_usage: true } })
for await (const { choices, usage } of stream) {
  process.stdout.write(choices[0]?.delta.content ?? '')
  if (usage) process.stdout.write(`\n(${usage.completion_tokens} tokens)\n`)
}
