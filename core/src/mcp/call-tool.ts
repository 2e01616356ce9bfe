import { ClinvkError, isClinvkError } from '@clinvk/plugin-sdk'
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js'
import type { Log } from '../log.ts'
import { type Check, compileCheck } from '../schema/compile.ts'
import type { Violation } from '../schema/violation.ts'
import { errorBody } from '../service/error-body.ts'
import type { Tool, ToolAnswer, ToolCall } from './tool.ts'

const checks = new WeakMap<Tool, Check>()

/** Checks the arguments of a call and does it. Whatever goes wrong is told in the result, so that a model can read it. */
export async function callTool(tool: Tool, input: unknown, call: Omit<ToolCall<never>, 'input'>, log: Log): Promise<CallToolResult> {
  const violation = checkOf(tool)(input)
  const answered = violation === undefined ? await answer(tool, { ...call, input: input as never }, log) : failure(unfit(violation))
  try {
    return result(answered)
  } catch (thrown) {
    return result(failure(unexpected(tool, thrown, log))) // nested too deeply to be written, or too long
  }
}

function result({ body, failed = false }: ToolAnswer): CallToolResult {
  return { content: [{ type: 'text', text: JSON.stringify(body, null, 2) }], structuredContent: body as Record<string, unknown>, ...(failed ? { isError: true } : {}) }
}

/** Does a call whose arguments are checked. Never throws. */
export async function answer(tool: Tool, call: ToolCall<never>, log: Log): Promise<ToolAnswer> {
  try {
    return await tool.run(call)
  } catch (thrown) {
    return failure(isClinvkError(thrown) ? thrown : unexpected(tool, thrown, log))
  }
}

function checkOf(tool: Tool): Check {
  const known = checks.get(tool) ?? compileCheck(tool.input)
  checks.set(tool, known)
  return known
}

function failure(error: ClinvkError): ToolAnswer {
  return { body: { error: errorBody(error) }, failed: true }
}

function unfit({ path, message, hint }: Violation): ClinvkError {
  return new ClinvkError('invalid_request', message.replaceAll('the definition', 'the call'), { hint, details: { location: path.join('.') } })
}

/** A fault of clinvk. Its message may quote a prompt, so only its kind and its way are logged. */
function unexpected({ name }: Tool, thrown: unknown, log: Log): ClinvkError {
  const way = thrown instanceof Error ? (thrown.stack ?? '').split('\n').filter((line) => /^ +at /.test(line)) : []
  log.warn([`${name} failed unexpectedly: ${thrown instanceof Error ? thrown.name : typeof thrown}`, ...way].join('\n'))
  return new ClinvkError('internal_error', 'clinvk failed unexpectedly', { hint: 'See the log of the MCP server.' })
}
