/** A CLI of Codex's kind that says what it got on stdin. */
export const echo = [
  'prompt=$(cat | tr "\\n" "~")',
  'printf \'{"type":"thread.started","thread_id":"01a1f9ec-3d1c-7ef1-a77c-621063aa505d"}\\n{"type":"turn.started"}\\n\'',
  'printf \'{"type":"item.completed","item":{"id":"item_0","type":"agent_message","text":"%s"}}\\n\' "$prompt"',
  'printf \'{"type":"turn.completed","usage":{"input_tokens":3,"cached_input_tokens":1,"output_tokens":2}}\\n\'',
]

/** One that begins to answer, and then never ends by itself. */
export const endless = [...echo.slice(0, 3), 'sleep 300']
