import type { RunEvent } from '@clinvk/plugin-sdk'
import { asObject, asString, type JsonObject } from './json.ts'

/** What a tool item is called, was asked and gave. */
interface ToolItem {
  readonly name: string
  readonly input: unknown
  readonly output?: unknown
  readonly error?: string
}

/**
 * The tools in the items of `codex exec --json` (0.169.0). Names are the item types; a tool of an MCP server is
 * `mcp__SERVER__TOOL`.
 */
const tools: Readonly<Record<string, (item: JsonObject) => ToolItem>> = {
  command_execution: (item) => ({
    name: 'command_execution',
    input: { command: item['command'] },
    output: item['aggregated_output'],
    ...(item['status'] === 'completed' ? {} : { error: `exit code ${String(item['exit_code'])}` }),
  }),
  file_change: (item) => ({
    name: 'file_change',
    input: { changes: item['changes'] },
    ...(item['status'] === 'completed' ? {} : { error: 'the change was not made' }),
  }),
  mcp_tool_call: (item) => {
    const error = asString(asObject(item['error'])?.['message'])
    return {
      name: `mcp__${String(item['server'])}__${String(item['tool'])}`,
      input: item['arguments'],
      ...(item['result'] === null ? {} : { output: item['result'] }),
      ...(item['status'] === 'completed' ? {} : { error: error ?? 'the call failed' }),
    }
  },
  web_search: (item) => ({ name: 'web_search', input: item['action'] ?? { query: item['query'] } }),
}

/** Reads items that are the use of a tool: one `tool_use`, then one `tool_result`, with the same id. */
export class ToolItems {
  readonly #started: Set<string>
  /** Names of calls in the older spelling, whose results do not repeat them. */
  readonly #called: Map<string, string>

  constructor() {
    this.#started = new Set()
    this.#called = new Map()
  }

  *read(item: JsonObject, completed: boolean): Generator<RunEvent> {
    const type = String(item['type'])
    if (type === 'function_call' || type === 'function_call_output') return yield* this.#older(item, type)
    const tool = Object.hasOwn(tools, type) ? tools[type]?.(item) : undefined
    if (tool === undefined) return
    const tool_id = String(item['id'])
    if (!this.#started.has(tool_id)) {
      this.#started.add(tool_id)
      yield { type: 'tool_use', content: { tool_name: tool.name, tool_id, input: tool.input } }
    }
    if (!completed) return
    const output = tool.output === undefined ? {} : { output: tool.output }
    const failed = tool.error === undefined ? {} : { is_error: true, error_message: tool.error }
    yield { type: 'tool_result', content: { tool_name: tool.name, tool_id, ...output, ...failed } }
  }

  *#older(item: JsonObject, type: string): Generator<RunEvent> {
    const tool_id = String(item['call_id'])
    if (type === 'function_call') {
      const tool_name = String(item['name'])
      this.#called.set(tool_id, tool_name)
      yield { type: 'tool_use', content: { tool_name, tool_id, input: item['arguments'] } }
    } else {
      const tool_name = this.#called.get(tool_id) ?? 'function_call'
      yield { type: 'tool_result', content: { tool_name, tool_id, output: item['output'] } }
    }
  }
}

/** The text of an answer: `agent_message`, or `message` in the older spelling. */
export function messageText(item: JsonObject): string | undefined {
  if (item['type'] === 'agent_message') return asString(item['text'])
  if (item['type'] !== 'message' || !Array.isArray(item['content'])) return undefined
  const parts = item['content'].map(asObject).filter((part) => part?.['type'] === 'output_text')
  return parts.map((part) => asString(part?.['text']) ?? '').join('')
}
