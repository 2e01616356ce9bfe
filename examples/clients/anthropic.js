// node anthropic.js "explain @types/node" claude: the answer as it comes, by the SDK of Anthropic.
import Anthropic from '@anthropic-ai/sdk'
import { key, model, prompt, url } from './server.js'

const client = new Anthropic({ baseURL: `${url}/anthropic`, apiKey: key })
const stream = client.messages.stream({ model, max_tokens: 1024, messages: [{ role: 'user', content: prompt }] })
stream.on('text', (text) => process.stdout.write(text))
const { usage } = await stream.finalMessage()
process.stdout.write(`\n(${usage.output_tokens} tokens)\n`)
