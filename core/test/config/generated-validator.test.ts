import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import standalone from 'ajv/dist/standalone/index.js'
import { expect, test } from 'vitest'
import { configDefaults } from '../../src/config/defaults.ts'
import { configSchema } from '../../src/schema/config.ts'

test('the validator that ships is compiled from the schema as it is now', () => {
  const ajv = new Ajv2020({ code: { source: true, esm: true, lines: true }, unicodeRegExp: false, strict: true, strictTypes: false, allErrors: true })
  const fresh = standalone.default(ajv, ajv.compile(configSchema))
  const shipped = readFileSync(new URL('../../generated/validate-config.js', import.meta.url), 'utf8')
  expect(shipped.split('\n').slice(1).join('\n')).toBe(fresh)
})

test('the defaults are valid, so they need no check', async () => {
  const { default: validate } = await import('../../generated/validate-config.js')
  expect([validate(configDefaults()), validate.errors]).toEqual([true, null])
})
