import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const oxlint = join(root, 'node_modules', '.bin', 'oxlint')

/** One planted import for each kind of boundary, with what the linter has to say about it. */
const violations: readonly (readonly [file: string, line: string, rule: string])[] = [
  ['core/src/cli/x.ts', "import { startProcess } from '../process/start-process.ts'", 'cli stands on service, schema and config'],
  ['core/src/cli/commands/x.ts', "import { BackendRegistry } from '../../backend/registry.ts'", 'cli stands on service, schema and config'],
  ['core/src/http/x.ts', "import { main } from '../cli/main.ts'", 'http stands on service, observe, mcp, schema and config'],
  ['core/src/mcp/x.ts', "import { x } from '../session/store.ts'", 'mcp stands on service, schema and config'],
  ['core/src/mcp/streamable/x.ts', "import { Activity } from '../../http/activity.ts'", 'mcp stands on service, schema and config'],
  ['core/src/service/x.ts', "import { main } from '../cli/main.ts'", 'service stands on backend'],
  ['core/src/service/x.ts', 'console.log(1)', 'no-console'],
  ['core/src/service/x.ts', 'process.exit(1)', 'no-process-exit'],
  ['core/src/service/x.ts', "export const x = process.env['X']", 'no-process-env'],
  ['core/src/backend/x.ts', "import { RunPrompt } from '../service/run-prompt.ts'", 'backend stands on process'],
  ['core/src/backend/x.ts', "import { composeServices } from '../compose.ts'", 'Only entries ask compose.ts'],
  ['core/src/session/x.ts', "import { BackendRegistry } from '../backend/registry.ts'", 'session stands on schema'],
  ['core/src/config/x.ts', "import { RunPrompt } from '../service/run-prompt.ts'", 'config stands on schema'],
  ['core/src/process/x.ts', "import { loadConfig } from '../config/load.ts'", 'process stands alone'],
  ['core/src/schema/x.ts', "import { loadConfig } from '../config/load.ts'", 'schema stands alone'],
  ['core/src/service/x.ts', "import { spawn } from 'node:child_process'", 'Only process starts processes'],
  ['plugins/claude/src/x.ts', "import { spawn } from 'node:child_process'", 'A plugin describes'],
  ['plugins/claude/src/x.ts', "import { main } from '../../../core/src/cli/main.ts'", 'A plugin knows the SDK only'],
  ['plugins/claude/src/x.ts', "import { Command } from '@oclif/core'", 'A plugin knows the SDK only'],
  ['plugin-sdk/src/x.ts', "import { main } from '../../core/src/cli/main.ts'", 'A plugin knows the SDK only'],
  ['core/src/http/x.ts', "import { Command } from '@oclif/core'", 'One library, one folder'],
  ['core/src/http/x.ts', "import { Server } from '@modelcontextprotocol/sdk/server/index.js'", 'One library, one folder'],
  ['core/src/cli/x.ts', "import Koa from 'koa'", 'One library, one folder'],
  ['core/src/cli/x.ts', "import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'", 'One library, one folder'],
  ['core/src/config/x.ts', "import { Ajv2020 } from 'ajv/dist/2020.js'", 'One library, one folder'],
  ['core/src/service/x.ts', "import rc from 'rc'", 'One library, one folder'],
  ['core/src/config/x.ts', "import lockfile from 'proper-lockfile'", 'One library, one folder'],
  ['core/src/compose.ts', "import { container } from 'tsyringe'", 'One library, one folder'],
  ['core/src/container.ts', "import Koa from 'koa'", 'One library, one folder'],
  ['core/src/service/x.ts', "import { pino } from 'pino'", 'One library, one folder'],
  ['core/src/observe/x.ts', "import { RunPrompt } from '../service/run-prompt.ts'", 'observe stands on what backend tells of runs'],
  ['core/src/service/x.ts', "import { Metrics } from '../observe/metrics.ts'", 'service stands on backend'],
  ['core/src/http/x.ts', "import { Registry } from 'prom-client'", 'One library, one folder'],
  ['core/src/service/x.ts', "import { trace } from '@opentelemetry/api'", 'One library, one folder'],
  ['core/src/service/x.ts', "import { Redis } from 'ioredis'", 'One library, one folder'],
  ['core/src/cli/commands/x.ts', "import { serve } from '../../http/serve.ts'", 'cli stands on service, schema and config'],
  ['core/src/cli/commands/serve.ts', "import { startProcess } from '../../process/start-process.ts'", 'serve and mcp start http and mcp'],
]

describe('the linter finds a planted violation of', () => {
  let farm: string
  const reports: string[] = []
  beforeAll(async () => {
    farm = mkdtempSync(join(tmpdir(), 'clinvk-lint-'))
    // Each violation stands in a tree of its own, for some share a file name.
    await Promise.all(
      violations.map(async ([file, line], index) => {
        const tree = join(farm, String(index))
        mkdirSync(dirname(join(tree, file)), { recursive: true })
        writeFileSync(join(tree, file), `${line}\n`)
        writeFileSync(join(tree, '.oxlintrc.json'), readFileSync(join(root, '.oxlintrc.json')))
        reports[index] = await promisify(execFile)(oxlint, ['.'], { cwd: tree }).then(
          ({ stdout }) => stdout,
          (failed: { stdout: string }) => failed.stdout,
        )
      }),
    )
  })
  afterAll(() => rmSync(farm, { recursive: true, force: true }))

  test.each(violations.map(([file, line, rule], index) => ({ file, line, rule, index })))('$file: $line', ({ rule, index }) => {
    expect(reports[index]).toContain(rule)
  })
})

/** The first table again for imports that the linter does not look at: `await import()`. */
const may: Readonly<Record<string, readonly string[]>> = {
  cli: ['service', 'schema', 'config', 'cli'],
  http: ['service', 'observe', 'mcp', 'schema', 'config', 'http'],
  mcp: ['service', 'schema', 'config', 'mcp'],
  observe: ['backend', 'observe'],
  service: ['backend', 'session', 'config', 'schema', 'process', 'service'],
  backend: ['process', 'config', 'schema', 'backend'],
  config: ['schema', 'config'],
  process: ['process'],
  schema: ['schema'],
}

/** The commands that start another entry. */
const starters = ['cli/commands/mcp.ts', 'cli/commands/serve.ts']

test('imports at run time keep to the same table', () => {
  const source = join(root, 'core', 'src')
  const wrong: string[] = []
  for (const entry of readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))) {
    const folder = entry.split('/')[0] as string
    for (const [, path] of readFileSync(join(source, entry), 'utf8').matchAll(/import\('(\.[^']+)'\)/g)) {
      const target = relative(source, join(source, dirname(entry), path as string)).split('/')[0] as string
      if (starters.includes(entry) && ['http', 'mcp', 'container.ts'].includes(target)) continue
      if (folder in may && target !== '..' && !(may[folder] as readonly string[]).includes(target)) wrong.push(`${entry}: ${path}`)
    }
  }
  expect(wrong).toEqual([])
})

test('core never branches on the name of a backend', () => {
  const source = join(root, 'core', 'src')
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
  const wrong = files.filter((name) => /(===|!==|case) *['"](claude|codex|gemini)['"]/.test(readFileSync(join(source, name), 'utf8')))
  expect(wrong).toEqual([])
})
