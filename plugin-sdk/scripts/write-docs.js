/**
 * Puts the pages for authors of plugins into the SDK's package, because whoever has only that has no other copy of them. A link
 * that leads out of their folder would lead nowhere there: its words stay.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'

const source = new URL('../../docs/plugins/', import.meta.url)
const target = new URL('../dist/docs/', import.meta.url)

mkdirSync(target, { recursive: true })
for (const name of readdirSync(source).filter((file) => file.endsWith('.md'))) {
  const page = readFileSync(new URL(name, source), 'utf8')
  writeFileSync(new URL(name, target), page.replaceAll(/\[([^\]]+)\]\(\.\.\/[^)]*\)/g, '$1'))
}
