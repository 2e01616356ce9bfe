import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeEach, describe, expect, test } from 'vitest'
import { startMcpHttp } from '../mcp-client.ts'
import { mcpStage } from '../mcp-stage.ts'
import { finished, type Sandbox } from '../sandbox.ts'
import { binFolder, pinnedClis } from './pinned-clis.ts'

const clinvk = fileURLToPath(new URL('../../core/bin/run.js', import.meta.url))

/** What the inspector is told of the server. */
interface Target {
  readonly args: readonly string[]
  readonly close: () => Promise<void>
}

const transports: readonly { readonly name: string; readonly open: (sandbox: Sandbox) => Promise<Target> }[] = [
  { name: 'stdio', open: async () => ({ args: [process.execPath, clinvk, 'mcp'], close: async () => undefined }) },
  {
    name: 'http',
    open: async (sandbox) => {
      const { url, child, ended } = await startMcpHttp(sandbox)
      return { args: [url, '--transport', 'http'], close: async () => void (child.kill('SIGTERM'), await ended) }
    },
  },
]

const stage = mcpStage()
// The inspector looks for a file of this name above the current directory, to tell where it is installed.
beforeEach(() => void stage.sandbox.write('package.json', '{}'))

describe.each(transports)('the MCP inspector over $name', ({ open }) => {
  const ask = async (method: string, ...args: string[]) => {
    const target = await open(stage.sandbox)
    const inspector = join(binFolder('inspector'), pinnedClis.inspector.executable)
    const { code, json, stdout, stderr } = await finished(spawn(inspector, ['--cli', ...target.args, '--method', method, ...args], { cwd: stage.sandbox.work, env: stage.sandbox.env, stdio: ['ignore', 'pipe', 'pipe'] }))
    await target.close()
    expect(code, `${stdout}\n${stderr}`).toBe(0)
    return json()
  }
  const names = (list: readonly { readonly name: string }[]) => list.map(({ name }) => name)

  test('lists the tools, each with both schemas', async () => {
    const { tools } = await ask('tools/list')
    expect(names(tools)).toEqual(expect.arrayContaining(['clinvk_prompt', 'clinvk_job', 'clinvk_backends']))
    for (const { name, inputSchema, outputSchema } of tools) expect([inputSchema.type, outputSchema.type], name).toEqual(['object', 'object'])
  })

  test('calls a tool that lists, and one that runs a CLI', async () => {
    expect((await ask('tools/call', '--tool-name', 'clinvk_backends')).structuredContent.backends).toContainEqual({ name: 'codex', available: true, enabled: true })
    const answer = await ask('tools/call', '--tool-name', 'clinvk_prompt', '--tool-arg', 'backend=codex', 'prompt=hello')
    expect(answer).toMatchObject({ structuredContent: { backend: 'codex', output: 'heard: hello', exit_code: 0 } })
  })

  test('lists and reads resources', async () => {
    expect((await ask('resources/list')).resources.map(({ uri }: { readonly uri: string }) => uri)).toEqual(['clinvk://backends', 'clinvk://sessions'])
    expect(names((await ask('resources/templates/list')).resourceTemplates)).toHaveLength(2)
    const { contents } = await ask('resources/read', '--uri', 'clinvk://backends')
    expect(JSON.parse(contents[0].text).backends).toContainEqual({ name: 'codex', available: true, enabled: true })
  })

  test('lists and fills prompts', async () => {
    expect(names((await ask('prompts/list')).prompts)).toEqual(['review', 'compare', 'explain'])
    const { messages } = await ask('prompts/get', '--prompt-name', 'compare', '--prompt-args', 'question=why')
    expect(messages[0].content.text).toContain('why')
  })
})
