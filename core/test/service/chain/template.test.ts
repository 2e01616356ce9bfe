import { describe, expect, test } from 'vitest'
import { fillTemplate, parseTemplate, type Reference, type Template } from '../../../src/service/chain/template.ts'

function template(text: string): Template {
  const parsed = parseTemplate(text)
  if ('problem' in parsed) throw new Error(parsed.problem.message)
  return parsed.template
}

function problem(text: string) {
  const parsed = parseTemplate(text)
  if ('template' in parsed) throw new Error('no problem was found')
  return parsed.problem
}

const show = (reference: Reference) => (reference.kind === 'step' ? `<${reference.step}|${reference.field}>` : `<${reference.kind}>`)
const filled = (text: string) => fillTemplate(template(text), show)

describe('a template', () => {
  test.each([
    ['', ''],
    ['no reference } }} { in here', 'no reference } }} { in here'],
    ['{{previous}}', '<previous>'],
    ['a {{ input }} b {{\tsession\n}}', 'a <input> b <session>'],
    ['{{steps.design.output}}{{steps.2.error}}', '<design|output><2|error>'],
    ['{{steps.Code review.v1.2.output}}', '<Code review.v1.2|output>'],
    ['{{steps.output.output}}', '<output|output>'],
    ['{"answer":{{previous}}}', '{"answer":<previous>}'],
    ['previous}} {{previous}}}}', 'previous}} <previous>}}'],
  ])('%j becomes %j', (text, expected) => {
    expect(filled(text)).toBe(expected)
  })

  test.each([
    ['{{{{', '{{'],
    ['{{{{previous}}', '{{previous}}'],
    ['{{{{{{previous}}}}', '{{<previous>}}'],
    ['{{{{{', '{{{'],
    ['a{{{{b{{{{c', 'a{{b{{c'],
  ])('four braces are the text of two: %j becomes %j', (text, expected) => {
    expect(filled(text)).toBe(expected)
  })

  test('takes in what it is given as it is', () => {
    const hostile = '{{previous}} {{{{ $& $1 $` \\{{x}} \u0000 }}'
    expect(fillTemplate(template('[{{previous}}]'), () => hostile)).toBe(`[${hostile}]`)
  })

  test.each([
    ['{{nonsense}}', '{{nonsense}}', 'unknown reference {{nonsense}}'],
    ['ab {{ Previous }}', '{{ Previous }}', 'unknown reference {{Previous}}'],
    ['{{previous}} {{steps.x}}', '{{steps.x}}', 'unknown reference {{steps.x}}'],
    ['{{steps..output}}', '{{steps..output}}', 'unknown reference {{steps..output}}'],
    ['{{}}', '{{}}', 'unknown reference between "{{" and "}}"'],
    ['int a[2][2] = {{1, 2}, {3, 4}};', '{{1, 2}, {3, 4}}', 'unknown reference between "{{" and "}}"'],
    ['int a[1][1] = {{1} };', '{{1} };', 'a "{{" is not closed by "}}"'],
    ['{{{previous}}', '{{{previous}}', 'unknown reference between "{{" and "}}"'],
    ['{{{{ {{open', '{{open', 'a "{{" is not closed by "}}"'],
  ])('is refused: %j at %j', (text, written, message) => {
    expect(problem(text)).toMatchObject({ text: written, message })
    expect(problem(text).hint).toContain('"{{{{"')
  })

  test('quotes no prompt in its refusal', () => {
    expect(problem('{{my secret plan}}').message).not.toContain('secret')
    expect(problem(`{{${'x'.repeat(41)}}}`).message).not.toContain('xxx')
  })

  test('is read and filled in one pass: ten million characters, a million places', () => {
    const text = '{{previous}}'.repeat(1_000_000)
    const started = performance.now()
    expect(filled(text)).toHaveLength(10_000_000)
    expect(filled('{'.repeat(10_000_000))).toHaveLength(5_000_000)
    expect(filled('}'.repeat(10_000_000))).toHaveLength(10_000_000)
    expect(problem(`${'{{{{'.repeat(2_500_000)}{{`).text).toBe('{{')
    // Quadratic work would take hours.
    expect(performance.now() - started).toBeLessThan(15_000)
  })

  test('grows to 64 Mi characters and no further, and says so before the text is made', () => {
    const half = 'x'.repeat(32 * 1024 * 1024)
    expect(fillTemplate(template('{{previous}}{{previous}}'), () => half)).toHaveLength(64 * 1024 * 1024)
    expect(() => fillTemplate(template(`{{previous}}`.repeat(1000)), () => half)).toThrow(expect.objectContaining({ code: 'payload_too_large', details: { length: 32 * 1024 * 1024 * 1000, limit: 64 * 1024 * 1024 } }))
  })
})
