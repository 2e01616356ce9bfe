import { fileURLToPath } from 'node:url'
import { loadPty, openPty } from '../core/src/process/terminal/open-pty.ts'
import { type Sandbox, until } from './sandbox.ts'

const clinvk = fileURLToPath(new URL('../core/bin/run.js', import.meta.url))
const library = await loadPty()

/** clinvk as a person runs it. */
export interface OnTerminal {
  /** What was written to the screen so far, and the exit code once there is one. */
  readonly seen: { readonly screen: string; readonly code: number | undefined }
  keys(text: string): void
  /** Resolves when it has ended, and all that it wrote was seen. */
  ended(): Promise<void>
}

/** Starts clinvk on a terminal of its own: opened as clinvk opens one, for a terminal that is closed too soon loses the last words. */
export function startOnTerminal(sandbox: Sandbox, args: readonly string[], { columns = 80, env = {} }: { readonly columns?: number; readonly env?: Readonly<Record<string, string>> } = {}): OnTerminal {
  const seen = { screen: '', code: undefined as number | undefined }
  const text = new TextDecoder()
  const pty = openPty(library, { file: process.execPath, args: [clinvk, ...args], env: { ...sandbox.env, ...env }, cwd: sandbox.work }, { columns, rows: 24 }, (bytes) => (seen.screen += text.decode(bytes, { stream: true })))
  void pty.exited.then(({ code }) => (seen.code = code ?? -1))
  return { seen, keys: (keys) => pty.write(Buffer.from(keys)), ended: () => until(() => seen.code !== undefined, 'the end') }
}
