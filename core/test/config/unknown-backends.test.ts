import { expect, test } from 'vitest'
import { loadConfig } from '../../src/config/load.ts'
import { unknownBackends } from '../../src/config/unknown-backends.ts'
import { configHome } from './config-file.ts'

test('a backend that nobody brings is named once, with the place that speaks of it', async () => {
  const { env, write } = configHome()
  write('backends:\n  claude:\n    model: opus\n  cluade:\n    model: opus\n    enabled: false\n')
  const variables = { ...env, CLINVK_CODEX_MODEL: 'm', CLINVK_CODXE_MODEL: 'm' }
  const { config } = await loadConfig({ env: variables })
  expect(unknownBackends(config, variables, ['claude', 'codex'])).toEqual([
    'backends.cluade in the configuration is for a backend "cluade" that is not there (available: claude, codex)',
    'CLINVK_CODXE_MODEL is for a backend "codxe" that is not there (available: claude, codex)',
  ])
})
