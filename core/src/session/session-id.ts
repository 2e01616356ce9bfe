import { randomBytes } from 'node:crypto'

const idPattern = /^(?:[0-9a-f]{32}|[0-9a-f]{16})$/
const prefixPattern = /^[0-9a-f]{1,32}$/
const filePattern = /^((?:[0-9a-f]{32}|[0-9a-f]{16}))\.json$/

/** 16 random bytes as lower-case hexadecimal digits. */
export function newSessionId(): string {
  return randomBytes(16).toString('hex')
}

/** True for an id of this release or of the first ones (16 digits). Nothing else may become part of a path. */
export function isSessionId(text: string): boolean {
  return idPattern.test(text)
}

/** True for text that an id can begin with. */
export function isIdPrefix(text: string): boolean {
  return prefixPattern.test(text)
}

/** The id of a session file's name, or undefined for any other file. */
export function idOfFile(name: string): string | undefined {
  return filePattern.exec(name)?.[1]
}
