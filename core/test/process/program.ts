import type { GentleStop, ProcessEnd } from '@clinvk/plugin-sdk'
import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import { findLeftovers } from '../../src/process/find-leftovers.ts'
import type { OutputLine } from '../../src/process/line-queue.ts'
import { findProcess } from '../../src/process/process-table.ts'
import { type ProcessLimits, type RunningProcess, startProcess } from '../../src/process/start-process.ts'

/** Path of a program in programs/. */
export function programPath(name: string): string {
  return fileURLToPath(new URL(`programs/${name}`, import.meta.url))
}

interface StartOptions extends ProcessLimits {
  readonly stdin?: string
  readonly stop?: GentleStop
  readonly signal?: AbortSignal
}

/** A program of programs/ at work. */
export interface Started {
  readonly run: RunningProcess
  readonly runId: string
}

export function startProgram(name: string, args: readonly string[] = [], options: StartOptions = {}): Started {
  const { stdin, stop = { signal: 'SIGINT', grace_ms: 300 }, signal = new AbortController().signal, ...limits } = options
  const runId = randomUUID()
  const spec = {
    file: process.execPath,
    args: [programPath(name), ...args],
    env: { PATH: process.env['PATH'] ?? '' },
    cwd: tmpdir(),
    stop,
    run_id: runId,
    ...(stdin !== undefined && { stdin }),
  }
  return { run: startProcess(spec, { graceMs: 300, drainMs: 500, ...limits }, signal), runId }
}

/** All output and how it ended. */
export async function readToEnd(run: RunningProcess): Promise<{ lines: OutputLine[]; end: ProcessEnd }> {
  const lines: OutputLine[] = []
  for await (const line of run.lines()) lines.push(line)
  return { lines, end: await run.ended }
}

/** Reads in the background and lets one wait for a line. */
export class Follower {
  readonly seen: string[] = []
  readonly done: Promise<void>
  #onLine: () => void = () => {}

  constructor(run: RunningProcess) {
    this.done = this.#read(run)
  }

  /** The first line that matches, also one that was there already. */
  async line(pattern: RegExp): Promise<string> {
    for (;;) {
      const found = this.seen.find((text) => pattern.test(text))
      if (found !== undefined) return found
      await new Promise<void>((resolve) => (this.#onLine = resolve))
    }
  }

  async #read(run: RunningProcess): Promise<void> {
    for await (const { text } of run.lines()) {
      this.seen.push(text)
      this.#onLine()
    }
  }
}

/** The pid in a line such as "grandchild 123". */
export function pidIn(line: string): number {
  return Number(/\d+/.exec(line)?.[0])
}

/** True while a process with this pid lives. A zombie that its new parent has not collected is dead. */
export function exists(pid: number): boolean {
  return findProcess(pid)?.zombie === false
}

export function expectNothingLeft(runId: string): void {
  expect(findLeftovers(runId)).toEqual([])
}

/** Asks again and again, for what no event tells. */
export async function until<T>(ask: () => T | undefined | false, withinMs = 30_000): Promise<T> {
  for (const deadline = Date.now() + withinMs; ; ) {
    const answer = ask()
    if (answer !== undefined && answer !== false) return answer
    if (Date.now() > deadline) throw new Error(`not within ${withinMs} ms: ${ask.toString()}`)
    await delay(10)
  }
}
