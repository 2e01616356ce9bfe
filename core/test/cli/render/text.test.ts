import { ClinvkError, type RunEvent } from '@clinvk/plugin-sdk'
import { describe, expect, test } from 'vitest'
import { TextRenderer } from '../../../src/cli/render/text.ts'
import { EventFold } from '../../../src/service/fold-events.ts'
import { message, play, type Printed, ScriptedTerminal } from './scripted-terminal.ts'

const quiet = { showTokens: false, showTiming: false }
const done: RunEvent = { type: 'done', content: { token_usage: { input_tokens: 1200, output_tokens: 34 } } }
const failure: RunEvent = { type: 'error', content: { code: 'backend_error', message: 'no \u001B[31mluck', hint: 'Try again.' } }

function print(kind: 'terminal' | 'pipe', events: readonly RunEvent[], options = quiet, exitCode = 0): Promise<Printed> {
  const terminal = new ScriptedTerminal(kind)
  return play(new TextRenderer(terminal, options), terminal, events, exitCode)
}

describe.each(['terminal', 'pipe'] as const)('an answer in a %s', (kind) => {
  const answers: readonly [string, readonly RunEvent[], string][] = [
    ['pieces of one message', [message('Hel', { id: 'a' }), message('lo', { id: 'a' }), done], 'Hello\n'],
    ['a whole message', [message('Hello', { whole: true }), done], 'Hello\n'],
    ['pieces without an id', [message('Hel'), message('lo'), done], 'Hello\n'],
    ['pieces, then the whole message with the missing rest', [message('Hel', { id: 'a' }), message('Hello', { id: 'a', whole: true }), done], 'Hello\n'],
    ['pieces without an id, then the whole', [message('Hel'), message('Hello', { whole: true }), done], 'Hello\n'],
    ['the same whole message twice', [message('Hello', { id: 'a', whole: true }), message('Hello', { id: 'a', whole: true }), done], 'Hello\n'],
    ['two messages', [message('One', { id: 'a' }), message('Two', { id: 'b' }), done], 'One\n\nTwo\n'],
    ['two whole messages without an id', [message('One', { whole: true }), message('Two', { whole: true }), done], 'One\n\nTwo\n'],
    ['a whole message without an id, then pieces of the next', [message('One', { whole: true }), message('Tw'), message('o'), done], 'One\n\nTwo\n'],
    ['an id that looks like our own count', [message('One'), message('Two', { id: 'anonymous 0' }), done], 'One\n\nTwo\n'],
    ['an empty message between two', [message('One', { id: 'a' }), message('', { id: 'b', whole: true }), message('Two', { id: 'c' }), done], 'One\n\nTwo\n'],
    ['no message', [done], ''],
    ['only an empty message', [message('', { whole: true }), done], ''],
    ['an answer that ends its line', [message('Hello\n', { whole: true }), done], 'Hello\n'],
    ['reasoning and tools, which are for those who watch', [{ type: 'thinking', content: { text: 'hm' } }, { type: 'tool_use', content: { tool_name: 'Bash' } }, message('Hello'), { type: 'progress', content: { stage: 'x' } }, done], 'Hello\n'],
  ]

  test.each(answers)('%s', async (_what, events, out) => {
    expect(await print(kind, events)).toEqual({ out, err: '', code: 0 })
  })

  test.each(answers)('%s: the same as the answer in JSON', async (_what, events, out) => {
    const fold = new EventFold()
    for (const event of events) fold.add(event)
    expect(out.replace(/\n$/, '')).toBe(fold.text.replace(/\n$/, ''))
  })

  test('warnings go to stderr as they come, and drive no terminal', async () => {
    expect(await print(kind, [{ type: 'warning', content: { message: 'careful \u001B]52;c;ZXZpbA==\u0007now' } }, message('Hello'), done])).toEqual({ out: 'Hello\n', err: 'warning: careful now\n', code: 0 })
  })

  test('a failure stands on stderr behind what had arrived, with the exit code that follows from it', async () => {
    expect(await print(kind, [message('Hel'), failure], quiet, 7)).toEqual({ out: 'Hel\n', err: 'Error [acme]: no luck\nHint: Try again.\n', code: 7 })
    expect(await print(kind, [failure], quiet, 1)).toEqual({ out: '', err: 'Error [acme]: no luck\nHint: Try again.\n', code: 1 })
  })

  test('tokens and time stand behind the answer when they are wanted', async () => {
    expect((await print(kind, [message('Hello'), done], { showTokens: true, showTiming: true })).out).toBe('Hello\n\nTokens: 1234 (input: 1200, output: 34)\nTime: 1.23s\n')
    expect((await print(kind, [message('Hello'), done], { showTokens: false, showTiming: true })).out).toBe('Hello\nTime: 1.23s\n')
    expect((await print(kind, [message('Hello'), { type: 'done', content: {} }], { showTokens: true, showTiming: false })).out).toBe('Hello\n')
  })
})

describe('a message that turns out otherwise than it began', () => {
  const replaced = [message('Wrong', { id: 'a' }), message('Right', { id: 'a', whole: true }), done]

  test('is printed whole behind a notice on a terminal', async () => {
    expect(await print('terminal', replaced)).toEqual({ out: 'Wrong\nRight\n', err: 'warning: the CLI took back what it had said so far; the whole answer follows\n', code: 0 })
  })

  test('ends the run in an error in a pipe, for what was written cannot be taken back', async () => {
    expect(await print('pipe', replaced)).toEqual({
      out: 'Wrong\n',
      err: 'Error [acme]: the CLI took back text that was already printed\nHint: Run again with -o json to get the answer it ended with.\n',
      code: 1,
    })
  })

  test('is one also when nothing is left of it', async () => {
    expect((await print('pipe', [message('Wrong', { id: 'a' }), message('', { id: 'a', whole: true }), message('Right', { id: 'b' }), done])).code).toBe(1)
    expect((await print('terminal', [message('Wrong', { id: 'a' }), message('', { id: 'a', whole: true }), message('Right', { id: 'b' }), done])).out).toBe('Wrong\n\n\nRight\n')
  })

  test("takes the failure's own code where the run failed anyway", async () => {
    const printed = await print('pipe', [...replaced.slice(0, 2), failure], quiet, 7)
    expect(printed).toMatchObject({ code: 7, err: 'Error [acme]: no luck\nHint: Try again.\n' })
  })
})

describe('control characters of a model', () => {
  const pieces = ['safe \u001B', ']52;c;ZX', 'Zp\u0007', 'text\u009B2J 👩‍💻\n'].map((text) => message(text))

  test('do not reach a terminal, however they are cut', async () => {
    expect((await print('terminal', [...pieces, done])).out).toBe('safe text 👩‍💻\n')
  })

  test('are left as they are in a pipe, which is no terminal', async () => {
    expect((await print('pipe', [...pieces, done])).out).toBe('safe \u001B]52;c;ZXZp\u0007text\u009B2J 👩‍💻\n')
  })
})

test('a failure before the run is told without a backend, in colour where that is wanted', () => {
  const terminal = new ScriptedTerminal('terminal', true)
  new TextRenderer(terminal, quiet).failure(new ClinvkError('invalid_request', 'the prompt is empty', { hint: 'Give a text.' }))
  expect(terminal.told).toBe('\u001B[31mError:\u001B[39m the prompt is empty\n\u001B[36mHint:\u001B[39m Give a text.\n')
  expect(terminal.written).toBe('')
})
