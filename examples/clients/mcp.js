// node mcp.js "name three risks of this plan" codex: a tool of `clinvk mcp`, which this starts by itself.
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { model as backend, prompt } from './server.js'

const client = new Client({ name: 'example', version: '1.0.0' })
await client.connect(new StdioClientTransport({ command: 'clinvk', args: ['mcp'], env: process.env }))
const { isError, structuredContent } = await client.callTool({ name: 'clinvk_prompt', arguments: { backend, prompt } })
process.stdout.write(isError ? `${structuredContent.error.message}\n` : `${structuredContent.output}\n`)
process.exitCode = isError ? 1 : 0
await client.close()
