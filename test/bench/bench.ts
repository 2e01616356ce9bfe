/** `npm run bench`: what clinvk adds to the start of a program, and to the real CLIs, what kept sessions cost, many tasks at once, and a server under load. Ratios of one run; nothing is asserted. */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { installCli } from '../real/pinned-clis.ts'
import { realBackends } from '../real/real-backend.ts'
import { writeExecutable } from '../replay/replay-cli.ts'
import { Sandbox } from '../sandbox.ts'
import { measure, type Times } from './measure.ts'
import { benchParallel } from './parallel-bench.ts'
import { benchServer } from './server-bench.ts'
import { benchSessions } from './session-bench.ts'

const clinvk = fileURLToPath(new URL('../../core/bin/run.js', import.meta.url))
const rounds = Number(process.argv[2] ?? 15)

await start()
await realClis()
await benchSessions()
benchParallel()
await benchServer()

/** Against `node -e 0`: the stand-in CLI is one shell script, whose own time is measured too. */
async function start(): Promise<void> {
  const sandbox = new Sandbox()
  const bin = join(sandbox.root, 'bin')
  writeExecutable(bin, 'codex', [
    'cat >/dev/null',
    'echo \'{"type":"thread.started","thread_id":"01a1f9ec-3d1c-7ef1-a77c-621063aa505d"}\'',
    'echo \'{"type":"item.completed","item":{"id":"item_0","type":"agent_message","text":"hi"}}\'',
    'echo \'{"type":"turn.completed","usage":{"input_tokens":1,"cached_input_tokens":0,"output_tokens":1}}\'',
  ])
  const env = { ...sandbox.env, PATH: `${bin}:${sandbox.env['PATH']}` }
  const node = (name: string, ...args: string[]) => ({ name, file: process.execPath, args, env, cwd: sandbox.work })
  const times = await measure(
    [
      node('node -e 0', '-e', '0'),
      node('clinvk --version', clinvk, '--version'),
      node('clinvk "x", stand-in CLI', clinvk, '-b', 'codex', 'x', '-o', 'text', '--ephemeral'),
      { name: 'the stand-in CLI alone', file: join(bin, 'codex'), args: [], env, cwd: sandbox.work, stdin: 'x' },
      node('clinvk version, through oclif', clinvk, 'version'),
      node('clinvk plugins', clinvk, 'plugins'),
      node('clinvk config show', clinvk, 'config', 'show'),
    ],
    rounds,
  )
  sandbox.remove()
  table('start, against node -e 0', times)
  const [bare, , prompt, cli] = times as [Times, Times, Times, Times]
  process.stdout.write(`host overhead of clinvk "x": ${(prompt.min - bare.min - cli.min).toFixed(0)} ms of the budget's 40 (min), ${(prompt.median - bare.median - cli.median).toFixed(0)} ms (median)\n`)
}

/** Against the bare CLI with the same model: what a person waits longer. */
async function realClis(): Promise<void> {
  const bare = {
    claude: ['-p', '--output-format', 'stream-json', '--verbose', '--include-partial-messages'],
    codex: ['exec', '--json', '--skip-git-repo-check', '-'],
    gemini: ['-m', 'gemini-2.5-flash', '-o', 'stream-json', '--skip-trust'],
  }
  for (const backend of realBackends) {
    const folder = await installCli(backend.cli)
    const sandbox = new Sandbox([folder])
    const model = await backend.startModel()
    backend.setUp(sandbox, model.url)
    sandbox.write('home/.gemini/settings.json', '{"security":{"auth":{"selectedType":"gemini-api-key"}}}')
    const shared = { env: sandbox.env, cwd: sandbox.work }
    const times = await measure(
      [
        { ...shared, name: `${backend.name} alone`, file: join(folder, backend.name), args: bare[backend.name], stdin: 'x' },
        { ...shared, name: `clinvk -b ${backend.name}`, file: process.execPath, args: [clinvk, '-b', backend.name, '-m', backend.model, 'x', '-o', 'stream-json'] },
      ],
      Math.min(rounds, 7),
    )
    await model.close()
    sandbox.remove()
    table(`${backend.name}, against the bare CLI`, times)
  }
}

function table(title: string, times: readonly Times[]): void {
  const [base] = times as [Times]
  const width = Math.max(...times.map(({ name }) => name.length))
  process.stdout.write(`\n${title}\n${''.padEnd(width)}  min ms  median ms  ratio of medians\n`)
  for (const { name, min, median } of times) {
    process.stdout.write(`${name.padEnd(width)}  ${min.toFixed(0).padStart(6)}  ${median.toFixed(0).padStart(9)}  ${(median / base.median).toFixed(2).padStart(16)}\n`)
  }
}
