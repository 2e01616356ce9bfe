import { spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { replayCli, writeExecutable } from '../replay/replay-cli.ts'
import { Sandbox } from '../sandbox.ts'

const folder = new URL('../../core/dist/cli/commands/', import.meta.url)

/** What a help page shows, as a shell would get it. */
async function examplesOf(name: string): Promise<readonly string[]> {
  const { default: command } = (await import(new URL(`${name.replaceAll(' ', '/')}.js`, folder).href)) as { default: { examples: readonly string[] } }
  return command.examples.map((line) => line.replaceAll('<%= config.bin %>', 'clinvk'))
}

/** Commands whose examples need more than a shell and stand-in CLIs, and what tests them instead. */
const elsewhere: Readonly<Record<string, string>> = {
  'completion': 'needs the shell itself: completion.e2e.ts',
  'config edit': 'needs a terminal: config.e2e.ts',
  'doctor': 'needs CLIs that tell their version: doctor.e2e.ts',
  'mcp': 'does not end: mcp-stdio.e2e.ts',
  'mcp install': 'needs CLIs that take MCP servers: mcp-install.e2e.ts',
  'serve': 'does not end: serve.e2e.ts',
  'plugins inspect': 'needs a package: plugins-install.e2e.ts',
  'plugins install': 'needs a registry: plugins-install.e2e.ts, plugins-registry.e2e.ts',
  'plugins link': 'needs a package: plugins-install.e2e.ts',
  'plugins test': 'needs a package: plugins-test.e2e.ts',
  'plugins uninstall': 'needs a package: plugins-install.e2e.ts',
  'plugins update': 'needs a registry: plugins-registry.e2e.ts',
}

const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.js')).map((file) => file.replace(/\.js$/, '').replaceAll('/', ' ')).sort()
const run = names.filter((name) => elsewhere[name] === undefined)
console.log(`Examples that other tests run:\n${Object.entries(elsewhere).map(([name, why]) => `  clinvk ${name} ${why}`).join('\n')}`)

let sandbox: Sandbox
beforeEach(() => {
  sandbox = new Sandbox()
  const bin = `${sandbox.root}/bin`
  sandbox.env['PATH'] = `${bin}:${sandbox.env['PATH']}`
  for (const name of ['claude', 'codex', 'gemini'] as const) replayCli(bin, name, 'answer')
  writeExecutable(bin, 'clinvk', [`exec '${process.execPath}' '${fileURLToPath(new URL('../../core/bin/run.js', import.meta.url))}' "$@"`])
  writeExecutable(bin, 'git', ['echo "diff --git a/file b/file"'])
  writeExecutable(bin, 'jq', ['cat'])
  const task = { prompt: 'say hi', backend: 'codex' }
  sandbox.write('work/tasks.json', JSON.stringify([task, { ...task, backend: 'claude' }]))
  sandbox.write('work/tasks.yaml', 'tasks:\n  - {prompt: say hi, backend: codex}\n')
  sandbox.write('work/tasks.jsonl', `${JSON.stringify(task)}\n`)
  sandbox.write('work/review.yaml', 'input: the parser\nsteps:\n  - {backend: claude, prompt: "review {{input}}"}\n  - {backend: codex, prompt: "sum up: {{previous}}"}\n')
  sandbox.write('work/config.yaml', 'default_backend: codex\n')
  sandbox.write('home/.clinvk/config.yaml', 'output:\n  format: json\nbackends:\n  codex:\n    model: gpt-5\n')
  const id = `3fa9${'0'.repeat(28)}`
  const now = new Date().toISOString()
  sandbox.write(`home/.clinvk/sessions/${id}.json`, JSON.stringify({ id, backend: 'claude', created_at: now, last_used: now, working_dir: sandbox.work, backend_session_id: '5a5e7b6e-0d5c-4a0e-9a3a-3f1f0c1d2e3f', initial_prompt: 'hello', status: 'completed', tags: ['urgent'], turn_count: 1 }))
})
afterEach(() => sandbox.remove())

function shell(line: string): Promise<{ code: number | null; said: string }> {
  return new Promise((resolve) => {
    const child = spawn('/bin/bash', ['-o', 'pipefail', '-c', line], { cwd: sandbox.work, env: sandbox.env, stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += String(chunk)))
    child.on('close', (code) => resolve({ code, said }))
  })
}

const lines = (await Promise.all(run.map(examplesOf))).flat()

test.each([...new Set(lines)])('%s works as it stands in the help', async (line) => {
  const { code, said } = await shell(line)
  expect(code, said.slice(0, 1000)).toBe(0)
  if (!line.includes(' > ')) expect(said).not.toBe('')
})

test('commands that are left out exist, and so do the tests that have them', () => {
  expect(Object.keys(elsewhere).filter((name) => !names.includes(name))).toEqual([])
  const files = Object.values(elsewhere).flatMap((why) => why.match(/[\w-]+\.e2e\.ts/g) ?? ['none named'])
  expect(files.filter((file) => !existsSync(new URL(file, import.meta.url)))).toEqual([])
})
