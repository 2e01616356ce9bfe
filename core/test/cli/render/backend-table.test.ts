import { expect, test } from 'vitest'
import { backendTable } from '../../../src/cli/render/backend-table.ts'

const claude = { name: 'claude', available: true, enabled: true, package: 'p', file: '/usr/bin/claude', problems: [] }
const codex = { name: 'codex', available: false, enabled: true, package: 'p', problems: ['Codex CLI was not found on PATH; install it: npm i'] }

test('columns stand under their titles, problems below', () => {
  expect(backendTable({ backends: [claude, codex, { ...claude, name: 'off', enabled: false }], problems: [{ package: 'bad-plugin', message: 'it is written for contract 2' }] })).toBe(
    `BACKEND  STATUS         CLI
claude   available      /usr/bin/claude
codex    not installed
off      disabled       /usr/bin/claude

Problems:
  codex: Codex CLI was not found on PATH; install it: npm i
  bad-plugin: it is written for contract 2
`,
  )
})

test('a version has a column when one is known', () => {
  expect(backendTable({ backends: [{ ...claude, version: '2.1.0' }], problems: [] })).toBe('BACKEND  STATUS     VERSION  CLI\nclaude   available  2.1.0    /usr/bin/claude\n')
})

test('what CLIs and plugins say of themselves drives no terminal', () => {
  const table = backendTable({ backends: [{ ...claude, version: '1\u001B[31m.0\n', problems: ['bad\u001B]0;x\u0007\nnews'] }], problems: [{ package: 'p\u009B2J', message: 'm' }] })
  expect(table).toBe('BACKEND  STATUS     VERSION  CLI\nclaude   available  1.0      /usr/bin/claude\n\nProblems:\n  claude: bad news\n  p: m\n')
})

test('a plugin that does not load says nothing about whether its CLI is installed', () => {
  const table = backendTable({ backends: [{ ...codex, loadable: false, problems: ['cannot load it'] }], problems: [] })
  expect(table).toContain('codex    not loadable\n')
  expect(table).not.toContain('not installed')
})

test('a plugin that fails to look for its CLI says nothing about whether it is installed either', () => {
  expect(backendTable({ backends: [{ ...codex, findable: false, problems: ['looking failed'] }], problems: [] })).toContain('codex    look-up failed\n')
})
