import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { HelperAnswer, Host } from '@clinvk/plugin-sdk'
import { isRecord } from '../schema/is-record.ts'

/** What a CLI says of itself changes with its file; after a day it is asked again, for the file may only start another one. */
const maxAgeMs = 24 * 60 * 60 * 1000

/**
 * A host that remembers in the folder `dir` what `--version` and `--help` printed, until the file they belong to is another
 * (path, time or size). Only what went well is kept. Everything else, sign-in above all, is asked each time.
 */
export function rememberHelp(host: Host, dir: string, now: () => number = Date.now): Host {
  return {
    ...host,
    run: async (file, args) => {
      const stamp = stampOf(file)
      if (stamp === undefined || !['--version', '--help'].includes(args.at(-1) ?? '')) return host.run(file, args)
      const name = `${createHash('sha256').update([file, ...args].join('\0')).digest('hex').slice(0, 32)}.json`
      const known = read(join(dir, name), stamp, now())
      if (known !== undefined) return known
      const answer = await host.run(file, args)
      if (answer.code === 0 && answer.stdout !== '') keep(dir, name, { file, args, stamp, at: now(), ...answer })
      return answer
    },
  }
}

/** Time and size of what a path leads to; undefined when it is not there. */
function stampOf(file: string): string | undefined {
  try {
    const { mtimeMs, size, ino } = statSync(file)
    return `${mtimeMs}:${size}:${ino}`
  } catch {
    return undefined // starting it will tell what is wrong
  }
}

function read(path: string, stamp: string, now: number): HelperAnswer | undefined {
  let kept: unknown
  try {
    kept = JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined // never asked, or damaged: it is asked now
  }
  if (!isRecord(kept) || kept['stamp'] !== stamp || typeof kept['at'] !== 'number' || Math.abs(now - kept['at']) > maxAgeMs) return undefined
  const { code, stdout, stderr } = kept
  return code === 0 && typeof stdout === 'string' && typeof stderr === 'string' ? { code, stdout, stderr } : undefined
}

function keep(dir: string, name: string, content: object): void {
  const temporary = join(dir, `.tmp-${process.pid}-${name}`)
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 })
  } catch {
    return // a home that cannot be written: it is asked again next time
  }
  try {
    writeFileSync(temporary, JSON.stringify(content), { mode: 0o600 })
    renameSync(temporary, join(dir, name))
  } catch {
    rmSync(temporary, { force: true }) // a full disk: likewise
  }
}
