/** Quotations from the prompt of at least this length are recognised; shorter ones when they are the whole prompt. */
const window = 20
const longest = 500

/**
 * What the CLI or the API said, fit for an error message: shortened, and left out altogether when it quotes the prompt,
 * which must stand in no message and no log.
 */
export function quotable(said: string, prompt: string): string {
  const short = said.length > longest ? `${said.slice(0, longest)}…` : said
  const whole = prompt.trim()
  if (whole.length >= 4 && whole.length <= longest && short.includes(whole)) return ''
  for (let at = 0; at + window <= short.length; at += window / 2) {
    if (whole.includes(short.slice(at, at + window))) return ''
  }
  return short
}
