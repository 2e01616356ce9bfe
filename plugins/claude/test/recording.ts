import { readFileSync } from 'node:fs'
import type { ProcessEnd, RunRequest } from '@clinvk/plugin-sdk'
import { requestOf } from './request.ts'

/** One recorded run, as docs/plugins/testing.md describes it. */
export interface Recording {
  readonly lines: readonly string[]
  readonly end: ProcessEnd
  readonly request: RunRequest
}

interface Meta extends Pick<ProcessEnd, 'stopped_by'> {
  readonly exit: number | null
  readonly signal?: string
  readonly request?: Parameters<typeof requestOf>[0]
}

/** Reads the recording of that name. */
export function readRecording(name: string): Recording {
  const file = (part: string): string => readFileSync(new URL(`./recordings/${name}/${part}`, import.meta.url), 'utf8')
  const meta = JSON.parse(file('meta.json')) as Meta
  return {
    lines: file('stdout').trimEnd().split('\n'),
    end: {
      code: meta.exit,
      signal: meta.signal ?? null,
      stderr_tail: stderrOf(file),
      ...(meta.stopped_by === undefined ? {} : { stopped_by: meta.stopped_by }),
    },
    request: requestOf(meta.request),
  }
}

function stderrOf(file: (part: string) => string): string {
  try {
    return file('stderr')
  } catch {
    return '' // a run that printed nothing there has no such file
  }
}
