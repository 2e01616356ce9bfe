import { randomUUID } from 'node:crypto'

/** Where an answer is kept. */
export interface AnswerPlace {
  /** Whole id of the session. */
  readonly session: string
  /** Counts from 1. */
  readonly turn: number
}

/**
 * The id of a response says where it is kept: `resp_`, the session's id, and the turn as 8 hexadecimal digits. One that is kept
 * nowhere has 32 random digits.
 */
export function responseId(place: AnswerPlace | undefined): string {
  return `resp_${place === undefined ? randomUUID().replaceAll('-', '') : `${place.session}${place.turn.toString(16).padStart(8, '0')}`}`
}

/** The place that a response's id names; undefined: it names none. */
export function placeOf(id: string): AnswerPlace | undefined {
  return read(/^resp_([0-9a-f]{32}|[0-9a-f]{16})([0-9a-f]{8})$/.exec(id))
}

/** The id of a part of an answer: of its text, or of its reasoning. `index` counts the parts of one kind from 0. */
export function itemId(kind: 'msg' | 'rs', response: string, index = 0): string {
  return `${kind}_${response.slice('resp_'.length)}${index === 0 ? '' : `_${index}`}`
}

/** Where the answer is kept whose text has this id; undefined: it is no id of a whole text. */
export function placeOfMessage(id: string): AnswerPlace | undefined {
  return read(/^msg_([0-9a-f]{32}|[0-9a-f]{16})([0-9a-f]{8})$/.exec(id))
}

/** True for ids of reasoning, and of what follows in a text after reasoning: the whole text has the first id. */
export function isPassedOver(id: string): boolean {
  return /^rs_[0-9a-f]+(?:_\d+)?$|^msg_[0-9a-f]+_\d+$/.test(id)
}

function read(found: RegExpExecArray | null): AnswerPlace | undefined {
  if (found === null) return undefined
  const turn = Number.parseInt(found[2] as string, 16)
  return turn === 0 ? undefined : { session: found[1] as string, turn }
}
