/** How many characters in a row have to be the prompt's to count as a piece of it. */
const piece = 24

/** Shorter prompts are words that any message may hold. */
const shortest = 8

/** A message in which every piece of the prompt is replaced by `[prompt]`: providers and CLIs like to quote what they refuse. */
export function withoutPrompt(message: string, prompt: string): string {
  const said = prompt.replaceAll(/\s+/g, ' ').trim()
  const size = Math.min(piece, said.length)
  if (size < shortest) return message
  let clean = ''
  let quoted = 0
  for (let place = 0; place < message.length; place += 1) {
    const from = message.slice(place, place + size)
    if (from.length === size && said.includes(from)) {
      if (quoted <= place) clean += '[prompt]'
      quoted = place + size
    }
    if (place >= quoted) clean += message[place]
  }
  return clean
}
