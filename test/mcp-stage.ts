import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import { echoingCodex } from './replay/echoing-codex.ts'
import { Sandbox } from './sandbox.ts'

/** Where clients of MCP meet a server. */
export interface McpStage {
  /** In it `codex` is a stand-in that repeats its prompt. */
  readonly sandbox: Sandbox
  /** The folder of stand-ins, the first one on PATH. */
  readonly bin: string
}

/** Sets the stage before each test of a file or a suite, or before the first, and leaves nothing of it. */
export function mcpStage(before: 'each' | 'first' = 'each'): McpStage {
  let stage: McpStage | undefined
  const [set, clear] = before === 'each' ? [beforeEach, afterEach] : [beforeAll, afterAll]
  set(() => {
    const sandbox = new Sandbox()
    const bin = join(sandbox.root, 'bin')
    sandbox.env['PATH'] = `${bin}:${sandbox.env['PATH']}`
    echoingCodex(bin)
    stage = { sandbox, bin }
  })
  clear(() => {
    stage?.sandbox.remove()
  })
  const now = (): McpStage => {
    if (stage === undefined) throw new Error('the stage is not set yet')
    return stage
  }
  return {
    get sandbox() {
      return now().sandbox
    },
    get bin() {
      return now().bin
    },
  }
}

/** A call that hangs, with a child of its own, until it is ended. */
export const hang = { backend: 'codex', prompt: 'hang' }

/** What begins a session. */
export const initialize = { jsonrpc: '2.0', id: 1, method: 'initialize', params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'x', version: '1' } } } as const

/** The key that a client shows. */
export const withKey = (key: string) => ({ requestInit: { headers: { Authorization: `Bearer ${key}` } } })
