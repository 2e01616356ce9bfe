import { inputText, type RunRequest } from '@clinvk/plugin-sdk'

/** A line of a prompt that is shorter than this says nothing about its author, and stands in many messages by chance. */
const tellingLength = 8
/** Enough of a line to know it again where a message shows only its beginning. */
const knownBy = 24

/**
 * What the CLI says about a failure, fit for a message: on one line, not long, without anything that looks like a key; nothing at
 * all where it repeats what the person or the system prompt said (2.1.197 prints lines of stdin that it cannot read).
 */
export function tellable({ text, request }: { readonly text: string; readonly request: RunRequest }): string {
  if (repeats(text, inputText(request)) || repeats(text, request.options.system_prompt ?? '')) return ''
  const line = text.replace(/\s+/g, ' ').replace(/\bsk-[\w-]{6,}/g, 'sk-…').trim()
  return line.length > 400 ? `${line.slice(0, 400)}…` : line
}

function repeats(text: string, said: string): boolean {
  return said.split('\n').some((line) => {
    const start = line.trim().slice(0, knownBy)
    return start.length >= tellingLength && (text.includes(start) || text.includes(JSON.stringify(start).slice(1, -1)))
  })
}
