import type { ToolAnnotations } from '@modelcontextprotocol/sdk/types.js'
import type { ServedServices } from '../container.ts'
import { errorFields } from '../schema/run-reply.ts'
import type { Scope } from '../schema/server-config.ts'
import type { Caller } from '../service/caller.ts'
import type { CallReport } from './call-report.ts'

/** One call of a tool: its arguments are checked. */
export interface ToolCall<Input> {
  readonly input: Input
  readonly services: ServedServices
  readonly caller: Caller
  /** Aborted when the client cancels or goes, or the server ends. */
  readonly signal: AbortSignal
  readonly report: CallReport
}

/** What a tool answers. */
export interface ToolAnswer {
  /** Fits the tool's output schema. */
  readonly body: object
  /** The call did not do what it was for; `body` then holds an `error`. */
  readonly failed?: boolean
}

/** A JSON schema of an object. */
export interface ObjectSchema {
  readonly type: 'object'
  readonly required?: readonly string[]
  readonly properties: Readonly<Record<string, object>>
}

/** One tool: what clients see of it, and what it does. */
export interface Tool {
  readonly name: string
  readonly title: string
  readonly description: string
  readonly input: ObjectSchema
  readonly output: ObjectSchema
  readonly annotations: ToolAnnotations
  /** What a caller must be allowed to do. */
  readonly scope: Scope | 'none'
  /** What it throws becomes an error result. */
  readonly run: (call: ToolCall<never>) => Promise<ToolAnswer>
}

/** A tool that knows the type of what its schema lets through. */
export function tool<Input = Record<string, never>>(row: Omit<Tool, 'run'> & { readonly run: (call: ToolCall<Input>) => Promise<ToolAnswer> }): Tool {
  return row
}

/** What a tool says when it succeeds, or that it failed: clients check both against it. */
export function orError({ properties, required = [] }: ObjectSchema): object {
  return { type: 'object', properties: { ...properties, error: { ...errorFields, description: 'Why it failed.' } }, anyOf: [{ required }, { required: ['error'] }] }
}
