import { execa } from 'execa'

/** How a helper command ended. `code` is null when a signal, or its limit of time or output, ended it. */
export interface HelperResult {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs a short command such as `codex --version`: stdin empty, 10 s and 1 MiB of output at most. Never throws for how it ends. */
export async function runHelper(file: string, args: readonly string[], env: Readonly<Record<string, string | undefined>>): Promise<HelperResult> {
  const { exitCode, stdout, stderr } = await execa(file, [...args], {
    env: { ...env },
    extendEnv: false,
    stdin: 'ignore',
    timeout: 10_000,
    forceKillAfterDelay: 1000,
    maxBuffer: 1024 * 1024,
    reject: false,
    cleanup: true,
  })
  return { code: exitCode ?? null, stdout, stderr }
}
