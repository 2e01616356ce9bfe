import { ClinvkError } from '@clinvk/plugin-sdk'

const units: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 }

/**
 * Reads an age such as `45m`, `12h`, `30d`, `2w`, or `30` (days), as milliseconds. 0 keeps for ever. Throws
 * `invalid_request` for anything else.
 */
export function parseOlderThan(text: string): number {
  const [, count, unit = 'd'] = /^(\d{1,6})([mhdw])?$/.exec(text) ?? []
  if (count === undefined) {
    throw new ClinvkError('invalid_request', `invalid --older-than value: "${text}"`, { hint: 'Give a number and a unit: 45m, 12h, 30d or 2w; without a unit it counts days.' })
  }
  return Number(count) * (units[unit] as number)
}
