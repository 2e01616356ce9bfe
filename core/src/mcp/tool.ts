import type { ToolAnnotations } from '@modelcontextprotocol/sdk/types.js'
import type { ServedServices } from '../container.ts'
import { errorFields } from '../schema/run-reply.ts'
import type { Scope } from '../schema/server-config.ts'
import type { Caller } from '../service/caller.ts'
import type { Job } from './job.ts'
import type { Report } from './report.ts'

/** The calls of one caller that go on in the background. */
export interface CallerJobs {
  /** Errors: `overloaded` when there are too many, `cancelled` when the server ends, `unsupported` where nobody could ask for them. */
  readonly start: (tool: Tool, call: Omit<ToolCall<never>, 'report' | 'signal'>) => Job
  /** The newest first. */
  readonly list: () => readonly Job[]
  readonly find: (id: string) => Job | undefined
}

/** One call of a tool: its arguments are checked. */
export interface ToolCall<Input> {
  readonly input: Input
  readonly services: ServedServices
  readonly caller: Caller
  /** Aborted when the client cancels or goes, or the server ends. */
  readonly signal: AbortSignal
  readonly report: Report
  /** The caller's calls that go on in the background. */
  readonly jobs: CallerJobs
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
  /** Sets of members of which a success has one; absent: it has what `output` requires. */
  readonly oneOf?: readonly (readonly string[])[]
  readonly annotations: ToolAnnotations
  /** What a caller must be allowed to do. */
  readonly scope: Scope | 'none'
  /** What it throws becomes an error result. */
  readonly run: (call: ToolCall<never>) => Promise<ToolAnswer>
  /** The same tool for callers that have no jobs. */
  readonly foreground?: Tool
}

/** A tool that knows the type of what its schema lets through. */
export function tool<Input = Record<string, never>>(row: Omit<Tool, 'run'> & { readonly run: (call: ToolCall<Input>) => Promise<ToolAnswer> }): Tool {
  return row
}

/** What a tool says when it succeeds, or that it failed: clients check both against it. */
export function replySchema({ output: { properties, required = [] }, oneOf = [required] }: Pick<Tool, 'output' | 'oneOf'>): object {
  return { type: 'object', properties: { ...properties, error: { ...errorFields, description: 'Why it failed.' } }, anyOf: [...oneOf, ['error']].map((members) => ({ required: members })) }
}
