/**
 * Writes the validators that the prompt path needs as plain JavaScript, because importing the schema compiler there would
 * cost more than the rest of the start. `--check` writes nothing and fails when a file is not what it would write.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import standalone from 'ajv/dist/standalone/index.js'
import { chainSchema } from '../src/schema/chain.ts'
import { compareSchema } from '../src/schema/compare.ts'
import { configSchema } from '../src/schema/config.ts'
import { parallelSchema } from '../src/schema/parallel.ts'

const folder = new URL('../generated/', import.meta.url)
const header = '// Generated from src/schema by `npm run generate`. Do not edit.\n'

// One compiler a schema: functions of one would get their names from what the others have.
const validator = (schema: object, allErrors = false) => {
  const ajv = new Ajv2020({ code: { source: true, esm: true, lines: true }, unicodeRegExp: false, strict: true, strictTypes: false, allErrors })
  const text = header + standalone.default(ajv, ajv.compile(schema))
  // What needs a piece of the compiler (minLength and maxLength count characters, uniqueItems compares) gets it by a `require`, which no ES module has.
  if (/\brequire\(/.test(text)) throw new Error(`a keyword needs ${/require\([^)]*\)/.exec(text)?.[0]}, which an ES module does not have; say it another way, such as a pattern instead of minLength`)
  return text
}
const files: Record<string, string> = {
  'validate-chain.js': validator(chainSchema),
  'validate-compare.js': validator(compareSchema),
  'validate-config.js': validator(configSchema, true),
  'validate-parallel.js': validator(parallelSchema),
}

let stale = 0
for (const [name, text] of Object.entries(files)) {
  const file = new URL(name, folder)
  if (!process.argv.includes('--check')) writeFileSync(file, text)
  else if (readFileSync(file, 'utf8') !== text) {
    stale += 1
    console.error(`${name} is stale: run npm run generate`)
  }
}
process.exitCode = stale > 0 ? 1 : 0
