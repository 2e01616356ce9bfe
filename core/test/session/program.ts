import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { onTestFinished } from 'vitest'
import { temporaryFolder } from './temporary-store.ts'

/** A program that uses the store in a process of its own. */
export interface Program {
  start(...args: string[]): Running
}

/** A running program. Killed at the end of the test. */
export interface Running {
  readonly child: ChildProcess
  /** Lines printed so far. */
  readonly lines: string[]
  /** Resolves with the next line that begins with `start`, or one printed already. */
  line(start: string): Promise<string>
  /** Resolves with the lines when the program ended by itself with exit code 0. */
  success(): Promise<string[]>
  /** Kills it with SIGKILL and waits for its end. */
  kill(): Promise<void>
}

/** Bundles `programs/<name>.ts` from the sources, so that starting it hundreds of times is quick. */
export async function program(name: string): Promise<Program> {
  const outfile = join(temporaryFolder(), `${name}.mjs`)
  await build({
    entryPoints: [fileURLToPath(new URL(`programs/${name}.ts`, import.meta.url))],
    outfile, bundle: true, platform: 'node', format: 'esm', target: 'node20', logLevel: 'error',
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  })
  return { start: (...args) => running(spawn(process.execPath, [outfile, ...args], { stdio: ['pipe', 'pipe', 'inherit'] })) }
}

function running(child: ChildProcess): Running {
  const lines: string[] = []
  const ended = once(child, 'close')
  const reader = createInterface({ input: child.stdout! })
  reader.on('line', (line) => lines.push(line))
  const kill = async () => {
    child.kill('SIGKILL')
    await ended
  }
  onTestFinished(kill)
  return {
    child,
    lines,
    kill,
    line: async (start) => {
      for (;;) {
        const found = lines.find((line) => line.startsWith(start))
        if (found !== undefined) return found
        if (child.exitCode !== null || child.signalCode !== null) throw new Error(`the program ended without printing "${start}": ${lines.join(', ')}`)
        await Promise.race([once(reader, 'line'), ended])
      }
    },
    success: async () => {
      await ended
      if (child.exitCode !== 0) throw new Error(`the program ended with ${child.exitCode ?? child.signalCode}: ${lines.join(', ')}`)
      return lines
    },
  }
}
