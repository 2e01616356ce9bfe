import type { RunEvent } from '@clinvk/plugin-sdk'
import { type Json, object, objects, string } from './json.ts'

/** By calling it the model hands over an answer in the form of a schema. For the caller it is the answer, and no tool. */
const answerTool = 'StructuredOutput'

/** The CLI's tools, those of its subagents and those the API runs itself, paired by id. */
export class Tools {
  readonly #names = new Map<string, string>()

  #nameOf(id: string | undefined): string {
    return (id === undefined ? undefined : this.#names.get(id)) ?? 'unknown'
  }

  /** The tool blocks of an `assistant` line. A call that is printed twice is told once. */
  *calls(message: Json): Iterable<RunEvent> {
    for (const block of objects(message['content'])) {
      const type = string(block['type']) ?? ''
      if (type.endsWith('_tool_result')) yield* this.result(block)
      if (!type.endsWith('tool_use')) continue
      const tool_id = string(block['id'])
      const tool_name = string(block['name']) ?? 'unknown'
      if (tool_id !== undefined) {
        if (this.#names.has(tool_id)) continue
        this.#names.set(tool_id, tool_name)
      }
      if (tool_name === answerTool) continue
      yield { type: 'tool_use', content: { tool_name, ...(tool_id === undefined ? {} : { tool_id }), input: block['input'] } }
    }
  }

  /** The results in a `user` line. */
  *results(message: Json): Iterable<RunEvent> {
    for (const block of objects(message['content'])) if (block['type'] === 'tool_result') yield* this.result(block)
  }

  *result(block: Json): Iterable<RunEvent> {
    const tool_id = string(block['tool_use_id'])
    if (this.#nameOf(tool_id) === answerTool) return
    const output = plain(block['content'])
    const failed = block['is_error'] === true
    yield {
      type: 'tool_result',
      content: {
        tool_name: this.#nameOf(tool_id),
        ...(tool_id === undefined ? {} : { tool_id }),
        output,
        is_error: failed,
        ...(failed && typeof output === 'string' ? { error_message: output } : {}),
      },
    }
  }
}

/** Names of the tools that were denied, each once, in the order of `permission_denials` of a `result` line. */
export function deniedTools(result: Json): readonly string[] {
  return [...new Set(objects(result['permission_denials']).flatMap(({ tool_name }) => string(tool_name) ?? []))]
}

/** Text blocks as one text; anything else stays as it is. */
function plain(content: unknown): unknown {
  if (!Array.isArray(content)) return content
  const texts = content.map((block) => (object(block)['type'] === 'text' ? string(object(block)['text']) : undefined))
  return texts.every((text) => text !== undefined) ? texts.join('\n') : content
}
