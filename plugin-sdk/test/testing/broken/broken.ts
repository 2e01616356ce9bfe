import type { Backend, Invocation, RunRequest } from '../../../src/index.ts'
import { tinyBackend, type TinyDecoder } from '../tiny-backend.ts'

/** A backend with one fault, and the titles of the cases that have to find it. */
export interface Broken {
  readonly fault: string
  readonly backend: Backend
  readonly found_by: readonly string[]
}

export function broken(fault: string, change: Partial<Backend>, ...found_by: string[]): Broken {
  return { fault, backend: { ...tinyBackend, ...change }, found_by }
}

/** A fault in what `command` makes of a request. */
export function brokenCommand(
  fault: string,
  change: (made: Invocation, request: RunRequest) => Partial<Invocation>,
  ...found_by: string[]
): Broken {
  const command: Backend['command'] = (request, found) => {
    const made = tinyBackend.command(request, found)
    return { ...made, ...change(made, request) }
  }
  return broken(fault, { command }, ...found_by)
}

export function brokenDecoder(fault: string, decoder: new (request: RunRequest) => TinyDecoder, ...found_by: string[]): Broken {
  return broken(fault, { decoder: (request) => new decoder(request) }, ...found_by)
}

/** The title of a case for some recordings; without names for all of them. */
export function each(title: string, ...names: string[]): string[] {
  return (names.length > 0 ? names : ['answer', 'limited', 'resumed', 'stopped']).map((name) => `${name}: ${title}`)
}
