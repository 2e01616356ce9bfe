import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Check, fail, pass } from './check.ts'

/** Node.js is new enough. */
export const checkNode: Check = {
  title: 'Node.js',
  run: ({ root }) => {
    const version = process.versions.node
    const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { engines: { node: string } }
    const least = engines.node.replace(/^\D*/, '')
    const good = version.localeCompare(least, 'en', { numeric: true }) >= 0
    return Promise.resolve([good ? pass('system.node', `Node.js ${version}`) : fail('system.node', `Node.js ${version} is older than ${least}`, `Install Node.js ${least} or newer.`)])
  },
}
