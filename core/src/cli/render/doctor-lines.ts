import type { DoctorReport, Finding } from '../../service/doctor/doctor.ts'
import { oneLine } from './terminal-text.ts'
import { wrapped } from './wrapped.ts'

const marks = { pass: 'ok  ', warn: 'warn', fail: 'FAIL' } as const

/** What doctor found, a few lines each: the mark, what was seen, and below it what to do. What CLIs say drives no terminal. */
export function doctorLines({ checks, summary }: DoctorReport, width: number): string {
  const count = (number: number, what: string) => `${number} ${what}${number === 1 ? '' : 's'}`
  return [...checks.flatMap((finding) => lines(finding, width)), '', `${summary.pass} passed, ${count(summary.warn, 'warning')}, ${count(summary.fail, 'failure')}`, ''].join('\n')
}

function lines({ id, status, message, suggestion }: Finding, width: number): string[] {
  const said = wrapped(oneLine(`${id}: ${message}`), width - 7).map((line, index) => `${index === 0 ? marks[status] : '    '} ${index === 0 ? '' : '  '}${line}`)
  const todo = suggestion === undefined ? [] : wrapped(oneLine(suggestion), width - 10).map((line, index) => `     ${index === 0 ? '-> ' : '   '}${line}`)
  return [...said, ...todo]
}
