/**
 * Writes oclif.manifest.json: all that oclif asks of commands that are not run. Without it each command would load every other one
 * first. Runs after the compiler, on what it made.
 */
import { rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Config } from '@oclif/core'

const root = fileURLToPath(new URL('..', import.meta.url))
const file = `${root}oclif.manifest.json`
rmSync(file, { force: true }) // what is there is believed
const { name, plugins } = await Config.load({ root, userPlugins: false, devPlugins: false })
writeFileSync(file, JSON.stringify(plugins.get(name).manifest))
