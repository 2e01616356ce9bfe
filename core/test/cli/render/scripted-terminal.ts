import type { RunEvent, WireEvent } from '@clinvk/plugin-sdk'
import type { RunRenderer, Terminal } from '../../../src/cli/render/renderer.ts'
import { EventFold } from '../../../src/service/fold-events.ts'

/** What a renderer printed, and what it exits with. */
export interface Printed {
  readonly out: string
  readonly err: string
  readonly code: number
}

/** Outputs that keep what is written. */
export class ScriptedTerminal implements Terminal {
  readonly outIsTerminal: boolean
  readonly errIsTerminal: boolean
  readonly color: boolean
  written = ''
  told = ''

  constructor(kind: 'terminal' | 'pipe', color = false) {
    this.outIsTerminal = kind === 'terminal'
    this.errIsTerminal = kind === 'terminal'
    this.color = color
  }

  readonly out = (text: string): Promise<void> => {
    this.written += text
    return Promise.resolve()
  }

  readonly err = (text: string): void => {
    this.told += text
  }
}

/** Plays a run's events to a renderer, the way a command does. */
export async function play(renderer: RunRenderer, terminal: ScriptedTerminal, events: readonly RunEvent[], exitCode = 0): Promise<Printed> {
  const fold = new EventFold()
  let sequence = 0
  for (const event of events) {
    fold.add(event)
    sequence += 1
    await renderer.event({ ...event, backend: 'acme', timestamp: '2026-01-02T03:04:05.678Z', sequence } as WireEvent)
  }
  const code = await renderer.result(fold.result('acme', 1.234), exitCode)
  return { out: terminal.written, err: terminal.told, code }
}

/** A piece of a message, or with `whole` all of it. */
export function message(text: string, more: { readonly id?: string; readonly whole?: boolean } = {}): RunEvent {
  return { type: 'message', content: { text, ...(more.id === undefined ? {} : { id: more.id }), ...(more.whole === true ? {} : { is_partial: true }) } }
}
