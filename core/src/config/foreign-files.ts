import { lstatSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * Configuration files that the convention of `rc` would read beside the trusted one: in /etc, in the home, and the nearest
 * `.clinvkrc` from `cwd` upward. They are looked for and never opened: a link to a terminal or an endless device, or a pipe,
 * would eat the input, the memory or the time of whoever runs clinvk in that directory.
 */
export function foreignFiles(home: string, cwd: string): string[] {
  const fixed = ['/etc/clinvk/config', '/etc/clinvkrc', join(home, '.config', 'clinvk', 'config'), join(home, '.config', 'clinvk'), join(home, '.clinvk', 'config'), join(home, '.clinvkrc')]
  const nearest = upward(cwd).find(isThere)
  return [...new Set([...fixed.filter(isThere), ...(nearest === undefined ? [] : [nearest])])]
}

function upward(start: string): string[] {
  const parent = dirname(start)
  return [join(start, '.clinvkrc'), ...(parent === start ? [] : upward(parent))]
}

/** Anything but a folder: a link counts wherever it leads. */
function isThere(path: string): boolean {
  try {
    return !lstatSync(path).isDirectory()
  } catch {
    return false // not there, or in a folder that is not ours to enter: rc would not read it either
  }
}
