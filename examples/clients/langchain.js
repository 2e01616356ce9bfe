// node langchain.js "What is the tallest mountain?" claude: a conversation of two turns, by LangChain.
import { ChatOpenAI } from '@langchain/openai'
import { key, model, prompt, url } from './server.js'

const chat = new ChatOpenAI({ model, apiKey: key, configuration: { baseURL: `${url}/v1` } })
const first = await chat.invoke([['system', 'Answer in one sentence.'], ['human', prompt]])
process.stdout.write(`${first.text}\n`)
const second = await chat.invoke([['human', prompt], first, ['human', 'Say that again in other words.']])
process.stdout.write(`${second.text}\n`)
