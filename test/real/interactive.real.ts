import { createHash } from 'node:crypto'
import { type IPty, spawn } from '@lydell/node-pty'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { until } from '../sandbox.ts'
import { openStage, realBackends, type RealBackend, type Stage } from './real-backend.ts'

const opener = fileURLToPath(new URL('open-screen.ts', import.meta.url))

/** What a user has answered before: which questions of a new user each CLI would ask. Nothing of this is clinvk's to answer. */
const settled: Readonly<Record<RealBackend['name'], (stage: Stage) => void>> = {
  claude: ({ sandbox }) => {
    const projects = { [sandbox.work]: { hasTrustDialogAccepted: true } }
    const key = { approved: ['test-key-of-claude'], rejected: [] }
    sandbox.write('home/.claude.json', JSON.stringify({ hasCompletedOnboarding: true, theme: 'dark', customApiKeyResponses: key, projects }))
  },
  codex: ({ sandbox }) => {
    const file = join(sandbox.home, '.codex', 'config.toml')
    writeFileSync(file, `${readFileSync(file, 'utf8')}\n[projects."${sandbox.work}"]\ntrust_level = "trusted"\n`)
  },
  gemini: ({ sandbox }) => {
    sandbox.write('home/.gemini/trustedFolders.json', JSON.stringify({ [sandbox.work]: 'TRUST_FOLDER' }))
  },
}

/** How each screen looks and is left. */
const looks = {
  claude: { ready: '❯', model: 'claude-sonnet-5-5', leave: ['/exit', '\r'], anew: '/clear' },
  // An older model makes the screen ask first whether a newer one would not do.
  codex: { ready: 'Ask Codex to do anything', model: 'gpt-6.1-sol', leave: ['/quit', '\r'], anew: '/new' },
  gemini: { ready: 'Type your message', model: 'gemini-2.5-flash', leave: ['/quit', '\r'], anew: '/clear' },
} as const

interface ScreenEnd {
  code: number | null
  signal: string | null
  stopped_by?: string
  survivors: number[]
  session: string | null
  run_id: string
  warnings: string[]
}

/** An interactive shell in a window of 100 columns, in which screens are opened. */
class Window {
  raw = ''
  readonly pty: IPty
  readonly #backend: string

  constructor(stage: Stage, backend: string) {
    this.#backend = backend
    const env = { ...stage.sandbox.env, COLORTERM: 'truecolor', PS1: 'shell> ' }
    this.pty = spawn('/bin/bash', ['--norc', '--noprofile', '--noediting', '-i'], { cols: 100, rows: 40, cwd: stage.sandbox.work, env })
    this.pty.onData((data) => (this.raw += data))
    onTestFinished(() => this.pty.kill('SIGKILL'))
  }

  /** What was written since the last {@link open}, without what moves the cursor or colours. */
  get text(): string {
    return this.raw.replaceAll(/\u001b\[\d*C/g, ' ').replaceAll(/\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)/g, '').replaceAll(/\u001b\[[\d;:?<=>!]*[ -/]*[@-~]/g, '').replaceAll(/\u001b./g, '')
  }

  open(request: object): void {
    this.raw = ''
    const tsx = fileURLToPath(new URL('../../node_modules/tsx/dist/esm/index.mjs', import.meta.url))
    this.pty.write([process.execPath, '--import', tsx, opener, this.#backend, JSON.stringify(request)].map((word) => `'${word}'`).join(' ') + '\n')
  }

  async shows(text: string | RegExp, milliseconds = 40_000): Promise<void> {
    const squeezed = (value: string) => value.replaceAll(/\s/g, '')
    const has = () => (typeof text === 'string' ? squeezed(this.text).includes(squeezed(text)) : text.test(this.text))
    await until(has, String(text), milliseconds).catch((error: Error) => {
      throw new Error(`${error.message}\n${this.text.slice(-3000)}`)
    })
  }

  /** Screens draw themselves several times before they take keys. */
  async settles(): Promise<void> {
    const last = { length: -1, since: performance.now() }
    await until(() => {
      if (this.raw.length !== last.length) Object.assign(last, { length: this.raw.length, since: performance.now() })
      return performance.now() - last.since > 1200
    }, 'a screen at rest').catch(() => undefined) // some never rest
  }

  /** Types as a person does: the screens take what comes in one go as pasted text, in which Enter is a new line. */
  async type(...keys: string[]): Promise<void> {
    for (const key of keys) {
      this.pty.write(key)
      await new Promise((resolve) => setTimeout(resolve, 700))
    }
  }

  async end(): Promise<ScreenEnd> {
    await this.shows(/SCREEN \{.*\}[\s\S]*shell> $/)
    return JSON.parse(/SCREEN (\{.*\})/.exec(this.text)?.[1] ?? '') as ScreenEnd
  }

  /** The terminal's settings as `stty` tells them, without the size. */
  async stty(): Promise<string> {
    this.raw = ''
    this.pty.write('stty -g\n')
    await this.shows(/[\da-f]+(?::[\da-f]+){10,}\s+shell> $/)
    return /[\da-f]+(?::[\da-f]+){10,}/.exec(this.text)?.[0] ?? ''
  }
}

/** Every mode that was switched on is off again, the cursor is shown, the keyboard is as before. */
function expectRestored(raw: string): void {
  const state = new Map<string, string>()
  for (const [, modes = '', on = ''] of raw.matchAll(/\u001b\[\?([\d;]+)([hl])/g)) for (const mode of modes.split(';')) state.set(mode, on)
  const left = [...state].filter(([mode, on]) => on !== (mode === '25' || mode === '7' ? 'h' : 'l') && mode !== '12')
  expect(left).toEqual([])
  const pushed = [...raw.matchAll(/\u001b\[>\d+u/g)].length
  const popped = [...raw.matchAll(/\u001b\[<(\d*)u/g)].reduce((sum, [, count]) => sum + Number(count || 1), 0)
  expect(popped).toBeGreaterThanOrEqual(pushed)
}

describe.each(realBackends)("$name's own screen", (backend) => {
  const { ready, model, leave, anew } = looks[backend.name]
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage(backend)
    settled[backend.name](stage)
  })
  afterAll(() => stage.close())

  const asked = (text: string) => stage.model.requests.filter(({ prompt }) => prompt.includes(text))
  const others = () => stage.sandbox.processes().filter((pid) => !readFileSync(`/proc/${pid}/cmdline`, 'utf8').startsWith('/bin/bash\0--norc'))

  async function openWindow(): Promise<{ window: Window; before: string }> {
    const window = new Window(stage, backend.name)
    await window.shows(/shell> $/)
    return { window, before: await window.stty() }
  }

  async function start(window: Window, request: object = {}): Promise<void> {
    window.open({ ...request, options: { model, ...(request as { options?: object }).options } })
    await window.shows(ready)
    await window.settles()
  }

  async function talk(window: Window, text: string, answer: string): Promise<void> {
    stage.model.script({ text: [answer] })
    await window.type(text, '\r')
    await window.shows(answer)
    expect(asked(text).length).toBeGreaterThan(0)
  }

  /** A run without a terminal that goes on with a conversation; the body of what the model was asked. */
  async function goOn(session: string): Promise<string> {
    const id = createHash('md5').update(session).digest('hex')
    const time = new Date().toISOString()
    stage.sandbox.write(`home/.clinvk/sessions/${id}.json`, JSON.stringify({ id, backend: backend.name, created_at: time, last_used: time, working_dir: stage.sandbox.work, backend_session_id: session }))
    stage.model.script({ text: ['answer without a screen'] })
    const run = await stage.sandbox.run(['resume', id, '-m', model, 'question without a screen', '--json'])
    expect(run.json(), run.stderr).toMatchObject({ content: 'answer without a screen', backend_session_id: session })
    return JSON.stringify(stage.model.requests.at(-1)?.body)
  }

  test('opens with the options, answers, ends on Ctrl-C, and the conversation goes on without it and in it again', async () => {
    const { window, before } = await openWindow()
    await start(window, { options: { system_prompt: 'You are SYSTEM-MARKER.', sandbox_mode: 'read-only', approval_mode: 'always' } })
    await talk(window, 'first typed question', 'first answer on the screen')
    // Some screens also ask for a title.
    expect(asked('first typed question')).toContainEqual(expect.objectContaining({ model, system: expect.stringContaining('SYSTEM-MARKER') }))
    const first = await quit(window, '\u0003', '\u0003')
    expect(first).toMatchObject({ code: 0, signal: null, survivors: [] })
    expect(first.session).toMatch(/^[0-9a-f-]{36}$/)
    expectRestored(window.raw)
    expect(others()).toEqual([])
    expect(await window.stty()).toBe(before)

    const body = await goOn(first.session ?? '')
    expect(body).toContain('first typed question')
    expect(body).toContain('first answer on the screen')

    await start(window, { resume: { backend_session_id: first.session, fork: false } })
    await window.shows('answer without a screen')
    await talk(window, 'second typed question', 'second answer on the screen')
    expect(JSON.stringify(asked('second typed question').map(({ body }) => body))).toContain('question without a screen')
    const second = await quit(window, ...leave)
    expect(second).toMatchObject({ code: 0, session: first.session, survivors: [] })
    expectRestored(window.raw)
    expect(await window.stty()).toBe(before)
  })

  test('ends gently and completely when clinvk is told to, and gives the terminal back', async () => {
    const { window, before } = await openWindow()
    await start(window)
    await talk(window, 'question before the end', 'answer before the end')
    const hosts = stage.sandbox.processes().filter((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(opener))
    expect(hosts).toHaveLength(1)
    process.kill(hosts[0] as number, 'SIGTERM')
    const end = await window.end()
    expect(end).toMatchObject({ stopped_by: 'cancelled', survivors: [], session: expect.stringMatching(/^[0-9a-f-]{36}$/) })
    expectRestored(window.raw)
    expect(others()).toEqual([])
    expect(await window.stty()).toBe(before)
    expect(await goOn(end.session ?? '')).toContain('question before the end')
  })

  test('tells the conversation that was begun inside it, and none when nothing was said', async () => {
    const { window } = await openWindow()
    await start(window)
    expect(await quit(window, ...leave)).toMatchObject({ code: 0, session: null })

    await start(window)
    await talk(window, 'question that is left', 'answer that is left')
    await window.type(anew, '\r')
    await window.settles()
    await talk(window, 'question of the next one', 'answer of the next one')
    const { session, run_id } = await quit(window, ...leave)
    expect(session).not.toBe(run_id)
    const body = await goOn(session ?? '')
    expect(body).toContain('question of the next one')
    expect(body).not.toContain('question that is left')
  })

  // Gemini CLI cannot fork.
  if (backend.name !== 'gemini') test('forks a conversation', async () => {
    const { window } = await openWindow()
    await start(window)
    await talk(window, 'question of the root', 'answer of the root')
    const root = await quit(window, ...leave)
    await start(window, { resume: { backend_session_id: root.session, fork: true } })
    await talk(window, 'question of the fork', 'answer of the fork')
    const fork = await quit(window, ...leave)
    expect(fork.session).toMatch(/^[0-9a-f-]{36}$/)
    expect(fork.session).not.toBe(root.session)
    expect(await goOn(fork.session ?? '')).toContain('question of the root')
    expect(await goOn(root.session ?? '')).not.toContain('question of the fork')
  })

  // The others are trusted in their settings.
  if (backend.name === 'gemini') test('asks itself whether the folder can be trusted, and the answer is kept', async () => {
    const folders = join(stage.sandbox.home, '.gemini', 'trustedFolders.json')
    writeFileSync(folders, '{}')
    const { window } = await openWindow()
    window.open({ options: { model } })
    await window.shows('Do you trust the files in this folder?')
    await window.settles()
    await window.type('\r')
    // It starts anew with what it may read now: the screen that was there before takes no more keys.
    await window.shows(/restarting\s+to\s+apply\s+the\s+trust\s+changes[\s\S]*Type\s+your\s+message/)
    expect(existsSync(folders) && readFileSync(folders, 'utf8')).toContain('TRUST_FOLDER')
    await window.settles()
    await talk(window, 'question of a trusting person', 'answer to a trusting person')
    expect(await quit(window, ...leave)).toMatchObject({ code: 0, survivors: [] })
  })

  test('opened with clinvk -i it is kept as a session, which -c and resume go on with', async () => {
    const { window, before } = await openWindow()
    const clinvk = fileURLToPath(new URL('../../core/bin/run.js', import.meta.url))
    const run = (...args: string[]) => {
      window.raw = ''
      window.pty.write(`${[process.execPath, clinvk, ...args].map((word) => `'${word}'`).join(' ')}\n`)
    }
    run('-b', backend.name, '-m', model, '-i')
    await window.shows(ready)
    await window.settles()
    await talk(window, 'typed for the session', 'answer for the session')
    await window.type(...leave)
    await window.shows(/Session [0-9a-f]{8}\. Go on: [\s\S]*shell> $/)
    const [, id = ''] = /Session ([0-9a-f]{8})\./.exec(window.text) ?? []
    expect(await window.stty()).toBe(before)

    stage.model.script({ text: ['answer after the screen'] })
    const after = await stage.sandbox.run(['-c', '-m', model, 'question after the screen', '--json'])
    expect(after.json(), after.stderr).toMatchObject({ content: 'answer after the screen', exit_code: 0 })
    expect(JSON.stringify(stage.model.requests.at(-1)?.body)).toContain('typed for the session')
    const kept = (await stage.sandbox.run(['sessions', 'show', id, '--json'])).json()
    expect(kept).toMatchObject({ id: after.json()['session_id'], turn_count: 2, turns: [{ via: 'interactive' }, { via: 'cli' }] })

    run('resume', id, '-m', model)
    await window.shows('answer after the screen')
    await window.settles()
    await window.type(...leave)
    await window.shows(/Session [0-9a-f]{8}\. Go on: [\s\S]*shell> $/)
    expect(others()).toEqual([])
  })
})

async function quit(window: Window, ...keys: string[]): Promise<ScreenEnd> {
  await window.settles()
  await window.type(...keys)
  return window.end()
}
