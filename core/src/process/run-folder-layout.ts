import { ClinvkError } from '@clinvk/plugin-sdk'

/** Throws `plugin_invalid` unless every path stays in the run's folder and none leads through a file or link. */
export function checkLayout(paths: readonly string[]): void {
  for (const path of paths) checkPath(path)
  // Some file systems do not tell upper from lower case.
  const taken = new Set(paths.map((path) => path.toLowerCase()))
  for (const path of taken) {
    const through = parents(path).find((parent) => taken.has(parent))
    if (through !== undefined) throw invalid(path, `leads through "${through}", which is a file or a link itself`)
  }
}

/** Throws `plugin_invalid` unless this is a plain relative path: `name` or `folder/name`. */
export function checkPath(path: string): void {
  const plain = path.split('/').every((part) => part !== '' && part !== '.' && part !== '..')
  if (!plain || path.includes('\0') || path.includes('\\')) throw invalid(path, 'is no plain path below the folder of the run')
}

function parents(path: string): string[] {
  const parts = path.split('/')
  return parts.slice(1).map((_part, index) => parts.slice(0, index + 1).join('/'))
}

function invalid(path: string, problem: string): ClinvkError {
  return new ClinvkError('plugin_invalid', `a backend describes the temporary path "${path}", which ${problem}`, {
    hint: 'Use paths such as "settings.json" or "home/settings.json".',
  })
}
