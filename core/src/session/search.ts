import type { IndexRow } from './index-row.ts'
import { infoOf } from './index-row.ts'
import type { Session, SessionInfo, Turn } from './session.ts'

/** Where a text was found. */
export interface SearchHit {
  readonly session: SessionInfo
  readonly where: 'title' | 'initial_prompt' | 'prompt' | 'answer'
  /** Number of the turn, for a prompt or an answer. */
  readonly turn?: number
  /** What stands around it, at most about 120 characters, in one line. */
  readonly excerpt: string
}

const around = 60

/** The first place in a session where `wanted` occurs, or undefined. Case and the way accents are encoded make no difference. */
export function findInSession(row: IndexRow, wanted: string, load: { readonly session: () => Session | undefined; readonly turns: () => Iterable<Turn> }): SearchHit | undefined {
  const needle = fold(wanted)
  const hit = (where: SearchHit['where'], text: string | null | undefined, turn?: number): SearchHit | undefined => {
    const excerpt = text === null || text === undefined ? undefined : excerptOf(text, needle)
    return excerpt === undefined ? undefined : { session: infoOf(row), where, ...(turn === undefined ? {} : { turn }), excerpt }
  }
  const [title, prompt] = [row[10], row[11]]
  const early = hit('title', title) ?? hit('initial_prompt', prompt)
  if (early !== undefined) return early
  // The index holds the beginning of a long prompt only.
  const whole = prompt?.endsWith('…') === true ? hit('initial_prompt', load.session()?.initial_prompt) : undefined
  if (whole !== undefined) return whole
  for (const turn of load.turns()) {
    const found = hit('prompt', turn.prompt, turn.turn) ?? hit('answer', turn.answer, turn.turn)
    if (found !== undefined) return found
  }
  return undefined
}

function fold(text: string): string {
  return text.normalize('NFC').toLowerCase()
}

function excerptOf(text: string, needle: string): string | undefined {
  const whole = text.normalize('NFC')
  const folded = whole.toLowerCase()
  const at = folded.indexOf(needle)
  if (at === -1) return undefined
  // A few letters become longer in lower case; then the folded text is the one whose places are known.
  const source = folded.length === whole.length ? whole : folded
  const [from, to] = [onCharacter(source, Math.max(0, at - around)), onCharacter(source, Math.min(source.length, at + needle.length + around))]
  const middle = source.slice(from, to).replaceAll(/\s+/g, ' ').trim()
  return `${from > 0 ? '…' : ''}${middle}${to < source.length ? '…' : ''}`
}

/** The place itself, or the one before when it lies inside a surrogate pair. */
function onCharacter(text: string, at: number): number {
  const code = text.charCodeAt(at)
  return code >= 0xdc00 && code <= 0xdfff ? at - 1 : at
}
