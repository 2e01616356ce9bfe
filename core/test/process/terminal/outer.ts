import { type IPty, spawn } from '@lydell/node-pty'
import { randomUUID } from 'node:crypto'
import { expect, onTestFinished } from 'vitest'
import { expectNothingLeft, programPath, until } from '../program.ts'

/** A terminal window of the test's own, as a person has one. */
export class OuterTerminal {
  readonly runId = randomUUID()
  /** Everything that was written to the window. */
  screen = ''
  #tail = ''
  #closed = false
  readonly pty: IPty

  private constructor(file: string, args: (runId: string) => string[]) {
    this.pty = spawn(file, args(this.runId), { cols: 90, rows: 30, env: { PATH: process.env['PATH'], TERM: 'xterm-256color', PS1: 'shell> ' } })
    this.pty.onData((data) => {
      this.screen += data
      this.#tail = (this.#tail + data).slice(-5000)
    })
    this.pty.onExit(() => (this.#closed = true))
    onTestFinished(() => {
      if (!this.#closed) this.pty.kill('SIGKILL')
    })
  }

  /** The host program alone, with a program of programs/screen.mjs. */
  static host(...program: string[]): OuterTerminal {
    // The window outlives the host: what is written right before a window closes can get lost in the test's own PTY.
    const line = '"$@"; read -r _'
    return new OuterTerminal('/bin/bash', (runId) => ['-c', line, 'window', process.execPath, ...hostArgs(runId, 'run'), ...screen(program)])
  }

  /** The host program in an interactive shell, which is asked for the terminal's state before and after. */
  static shell(): OuterTerminal {
    return new OuterTerminal('/bin/bash', () => ['--norc', '--noprofile', '--noediting', '-i'])
  }

  /** The line that starts the host in a shell. */
  hostLine(what: 'run' | 'throw', ...program: string[]): string {
    return [process.execPath, ...hostArgs(this.runId, what), ...screen(program)].map((word) => `'${word}'`).join(' ')
  }

  type(keys: string): void {
    this.pty.write(keys)
  }

  /** Waits until the screen has this text. */
  async shows(text: string | RegExp, withinMs = 20_000): Promise<void> {
    const has = (): boolean => (typeof text === 'string' ? this.screen.includes(text) : text.test(this.screen))
    await until(has, withinMs).catch(() => {
      throw new Error(`the screen never showed ${String(text)}: ${JSON.stringify(this.screen.slice(-2000))}`)
    })
  }

  /** How the host says that the program ended. Nothing of the run is left then. */
  async end(): Promise<Record<string, unknown>> {
    const said = await until(() => /END (\{.*\})/.exec(this.#tail)?.[1], 30_000).catch(() => {
      throw new Error(`the host never told the end: ${JSON.stringify(this.#tail)}`)
    })
    this.#tail = ''
    expectNothingLeft(this.runId)
    return JSON.parse(said) as Record<string, unknown>
  }

  /** What `stty -a` says in the shell, without the size. */
  async stty(label: string): Promise<string> {
    this.type(`stty -a; echo "${label}"."done"\n`)
    await this.shows(`\n${label}.done`)
    const text = this.screen.slice(0, this.screen.lastIndexOf(`\n${label}.done`))
    const settings = text.slice(text.lastIndexOf('speed ')).trim()
    expect(settings).toContain('intr = ^C')
    return settings
  }
}

function hostArgs(runId: string, what: string): string[] {
  return ['--import', 'tsx', programPath('terminal-host.ts'), runId, what]
}

function screen(program: readonly string[]): string[] {
  return [process.execPath, programPath('screen.mjs'), ...program]
}
