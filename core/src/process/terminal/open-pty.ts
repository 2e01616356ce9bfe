import { ClinvkError } from '@clinvk/plugin-sdk'
import { accessSync, constants, statSync } from 'node:fs'
import { constants as system } from 'node:os'
import { type Attempt, spawnFailure } from '../spawn-failure.ts'
import { HeldEnd, isThere } from './held-end.ts'

/** What is started on a terminal of its own. */
export interface PtySpec extends Attempt {
  readonly env: Readonly<Record<string, string>>
}

/** How large a terminal is, in characters. */
export interface TerminalSize {
  readonly columns: number
  readonly rows: number
}

/** A program that runs on a terminal of its own, as leader of its own session and group. */
export interface Pty {
  readonly pid: number
  /** Keys for the program, as bytes. */
  write(keys: Buffer): void
  resize(size: TerminalSize): void
  /** True as soon as the program has exited, before {@link exited} resolves. */
  hasExited(): boolean
  /** Resolves after the program's exit, when all that it wrote was handed out. */
  readonly exited: Promise<PtyEnd>
}

/** How a program on a terminal ended. */
export interface PtyEnd {
  readonly code: number | null
  readonly signal: string | null
}

interface PtyOptions {
  readonly encoding: null
  readonly name: string
  readonly cols: number
  readonly rows: number
  readonly cwd: string
  readonly env: Record<string, string>
}

/** The part of `@lydell/node-pty` that is used, with the types it has when it is told not to decode. */
interface NodePty {
  spawn(file: string, args: string[], options: PtyOptions): {
    readonly pid: number
    /** Path of the program's end of the terminal. */
    readonly ptsName: string
    write(data: Buffer): void
    resize(columns: number, rows: number): void
    onData(listener: (data: Buffer) => void): unknown
    onExit(listener: (end: { exitCode: number; signal?: number }) => void): unknown
  }
}

const signalNames = new Map(Object.entries(system.signals).map(([name, number]) => [number as number, name]))

/**
 * The library that opens terminals: native code, and an optional dependency. Throws `unsupported` where it is not installed or
 * does not work on this machine.
 */
export async function loadPty(load: () => Promise<unknown> = () => import('@lydell/node-pty')): Promise<NodePty> {
  if (process.platform !== 'win32') {
    try {
      return (await load()) as NodePty
    } catch (cause) {
      const problem = '@lydell/node-pty is not installed or does not work here'
      throw new ClinvkError('unsupported', `could not open the CLI's own screen: ${problem}`, {
        hint: 'Install clinvk with its optional dependencies: npm install -g clinvk --include=optional',
        cause,
      })
    }
  }
  throw new ClinvkError('unsupported', "could not open the CLI's own screen: clinvk does not end process trees on Windows yet", {
    hint: 'Run clinvk inside WSL.',
  })
}

/**
 * Starts a program on a new terminal. `onOutput` gets every byte that it writes. Throws `backend_unavailable` or
 * `invalid_request` when it cannot be started: what cannot be told afterwards, because it then happens in the new process.
 */
export function openPty(library: NodePty, spec: PtySpec, size: TerminalSize, onOutput: (bytes: Buffer) => void): Pty {
  if (!canStart(spec)) throw spawnFailure(spec, undefined)
  const pty = spawnOrThrow(library, spec, size)
  const end = new HeldEnd(pty.ptsName, pty.pid)
  pty.onData((bytes) => {
    end.touch()
    onOutput(bytes)
  })
  return {
    pid: pty.pid,
    write: (keys) => pty.write(keys),
    resize: ({ columns, rows }) => pty.resize(columns, rows),
    hasExited: () => !isThere(pty.pid),
    exited: new Promise((resolve) => {
      pty.onExit(({ exitCode, signal = 0 }) => {
        end.letGo()
        if (signal === 0) resolve({ code: exitCode, signal: null })
        else resolve({ code: null, signal: signalNames.get(signal) ?? `signal ${signal}` })
      })
    }),
  }
}

function spawnOrThrow(library: NodePty, spec: PtySpec, { columns, rows }: TerminalSize): ReturnType<NodePty['spawn']> {
  const env = { ...spec.env }
  const name = env['TERM'] || 'xterm-256color'
  try {
    return library.spawn(spec.file, [...spec.args], { encoding: null, name, cols: columns, rows, cwd: spec.cwd, env })
  } catch {
    // The library's own message holds no system error code.
    throw spawnFailure(spec, undefined)
  }
}

function canStart({ file, cwd }: PtySpec): boolean {
  try {
    accessSync(file, constants.X_OK)
    accessSync(cwd, constants.X_OK)
    return statSync(file).isFile() && statSync(cwd).isDirectory()
  } catch {
    return false
  }
}
