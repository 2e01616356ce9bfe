import { spawn } from 'node:child_process'

/** A command to time. */
export interface Timed {
  readonly name: string
  readonly file: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly cwd: string
  readonly stdin?: string
}

/** Wall times of one command, milliseconds. */
export interface Times {
  readonly name: string
  readonly min: number
  readonly median: number
}

/** Times commands in turn (A B A B ...), so that a machine that drifts drifts for all of them. One round is not counted. */
export async function measure(commands: readonly Timed[], rounds: number): Promise<Times[]> {
  const times = commands.map((): number[] => [])
  for (let round = 0; round <= rounds; round++) {
    for (const [index, command] of commands.entries()) {
      const taken = await once(command)
      if (round > 0) times[index]?.push(taken)
    }
  }
  return commands.map(({ name }, index) => {
    const sorted = (times[index] as number[]).toSorted((a, b) => a - b)
    return { name, min: sorted[0] as number, median: sorted[Math.floor(sorted.length / 2)] as number }
  })
}

function once({ name, file, args, env, cwd, stdin }: Timed): Promise<number> {
  return new Promise((resolve, reject) => {
    const started = performance.now()
    const child = spawn(file, args, { cwd, env, stdio: [stdin === undefined ? 'ignore' : 'pipe', 'ignore', 'ignore'] })
    child.stdin?.end(stdin)
    child.once('error', reject)
    child.once('exit', (code) => (code === 0 ? resolve(performance.now() - started) : reject(new Error(`${name} ended with ${code}`))))
  })
}
