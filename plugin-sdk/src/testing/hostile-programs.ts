/**
 * Small Node.js programs (ES modules) that behave as badly as a CLI can, by name. For tests of a host, or of a plugin with the
 * real host: write one to a file and start it in place of the CLI. None of them lives longer than 60 s.
 */
export const hostilePrograms = {
  /** Writes 16 MiB to stderr before its answer: hangs for ever where nobody reads stderr. */
  floodsStderr: `import { writeSync } from 'node:fs'
const line = 'noise '.repeat(170) + '\\n'
for (let bytes = 0; bytes < 16 * 2 ** 20; bytes += line.length) {
  for (let rest = line; rest !== ''; ) {
    try { rest = rest.slice(writeSync(2, rest)) } catch (error) { if (error.code !== 'EAGAIN') throw error }
  }
}
console.log('{"type":"answer","text":"done"}')
`,
  /** Says "ready", then ignores SIGINT, SIGTERM and SIGHUP for a minute. */
  ignoresTerm: `for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {})
setTimeout(() => process.exit(0), 60_000)
console.log('ready')
`,
  /** Answers and exits 0, but leaves a grandchild (its pid is printed first) that holds stdout open for a minute. */
  leavesGrandchild: `import { spawn } from 'node:child_process'
const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)'], { stdio: ['ignore', 'inherit', 'inherit'] })
child.unref()
console.log(JSON.stringify({ type: 'grandchild', pid: child.pid }))
console.log('{"type":"answer","text":"done"}')
process.exitCode = 0
`,
  /** Never reads stdin, answers and exits 0: whoever writes a long prompt gets EPIPE. */
  neverReadsStdin: `console.log('{"type":"answer","text":"done"}')
`,
  /** Reads its stdin to the end and exits 0 without any output. */
  silentSuccess: `for await (const _ of process.stdin);
`,
} as const satisfies Readonly<Record<string, string>>
