import { expect, test } from 'vitest'
import { backendDetails } from '../../../src/cli/render/backend-details.ts'
import type { BackendSummary } from '../../../src/service/list-backends.ts'

const acme: BackendSummary = {
  name: 'acme',
  available: true,
  enabled: true,
  package: 'clinvk-plugin-acme',
  file: '/usr/bin/acme',
  version: '1.2.3',
  details: {
    title: 'Acme CLI',
    vendor: 'acme',
    install: 'get acme',
    package_version: '0.4.0',
    bad_versions: [{ versions: 'before 1.0.0', reason: 'loses answers' }],
    missing_flags: [],
    signed_in: false,
    capabilities: { resume: true, fork: false, system_prompt: 'prompt' },
    models: { known: ['a-2', 'a-1'], patterns: ['a-*'] },
    flags: { '--fast': 0, '--effort': 1, '--dirs': 'many' },
    environment: { uses: ['ACME_URL', 'ACME_KEY'], secrets: ['ACME_KEY'] },
    prompt_chars: 1000,
  },
  problems: ['Acme CLI is not signed in; run "acme login"'],
}

test('every thing known has a line', () => {
  expect(backendDetails(acme, 80)).toBe(`Backend:         acme
Title:           Acme CLI (acme)
Status:          available
CLI:             /usr/bin/acme
Version:         1.2.3
Bad versions:    before 1.0.0 (loses answers)
Signed in:       no
Plugin:          clinvk-plugin-acme 0.4.0
Capabilities:    resume, system_prompt (prompt)
Not capable of:  fork
Models:          a-2, a-1
Model patterns:  a-*
Extra flags:     --fast, --effort VALUE, --dirs VALUE...
Variables:       ACME_URL, ACME_KEY (secret)
Longest prompt:  1000 characters

Problems:
  Acme CLI is not signed in; run "acme login"
`)
})

test('long values are wrapped under their column', () => {
  const known = Array.from({ length: 30 }, (_, number) => `model-${number}`)
  const lines = backendDetails({ ...acme, details: { ...(acme.details as NonNullable<typeof acme.details>), models: { known, patterns: [] } } }, 80).split('\n')
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80)
  expect(lines.find((line) => line.includes('model-29'))).toMatch(/^ {17}model/)
})

test('a CLI that is not there says how to get it; a plugin that does not load says only that', () => {
  const { file: _file, version: _version, ...absent } = acme
  expect(backendDetails({ ...absent, available: false }, 80)).toContain('CLI:             not found; install it: get acme\n')
  expect(backendDetails({ name: 'bad', available: false, enabled: true, loadable: false, package: 'p', problems: ['cannot load\u001B[2J it'] }, 80)).toBe('Backend:         bad\nStatus:          not loadable\nPlugin:          p\n\nProblems:\n  cannot load it\n')
})
