import { createHash } from 'node:crypto'
import { lstat, readdir, readFile, readlink } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * One hash for all that a package's folder holds: path, kind, whether it can be executed, and content of every file and link
 * in it, sorted by path. Packages inside its own `node_modules` are left out: each has a hash of its own. `sha256-` and base64.
 */
export async function folderHash(folder: string): Promise<string> {
  const hash = createHash('sha256')
  for (const path of await filesBelow(folder, '')) {
    const file = join(folder, path)
    const stats = await lstat(file)
    const link = stats.isSymbolicLink()
    const content = link ? Buffer.from(await readlink(file)) : await readFile(file)
    // Lengths stand before what may hold anything, so that no two trees read the same.
    hash.update(`${Buffer.byteLength(path)}:${path}:${link ? 'l' : (stats.mode & 0o111) === 0 ? 'f' : 'x'}:${content.length}:`)
    hash.update(content)
  }
  return `sha256-${hash.digest('base64')}`
}

async function filesBelow(folder: string, below: string): Promise<string[]> {
  const entries = await readdir(join(folder, below), { withFileTypes: true })
  const found: string[] = []
  for (const entry of entries) {
    const path = below === '' ? entry.name : `${below}/${entry.name}`
    if (path === 'node_modules') continue
    if (entry.isDirectory()) found.push(...(await filesBelow(folder, path)))
    else if (entry.isFile() || entry.isSymbolicLink()) found.push(path)
  }
  return found.sort()
}
