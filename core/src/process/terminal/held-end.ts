import { closeSync, constants, openSync } from 'node:fs'

/**
 * The program's end of its terminal, held open until all that the program wrote was read. Otherwise, with the program gone,
 * Node.js reads once more (4 KiB), takes the hang-up for the end, and the rest is lost.
 */
export class HeldEnd {
  readonly #pid: number
  #descriptor: number | undefined
  #fresh = false
  #looking: NodeJS.Timeout | undefined
  readonly #look = (): void => {
    let looks = 0
    this.#looking ??= setInterval(() => {
      if (isThere(this.#pid)) {
        looks += 1
        if (looks > 100) this.#stopLooking() // it was another child
      } else if (this.#fresh) this.#fresh = false
      else this.letGo()
    }, 5)
  }

  constructor(path: string, pid: number) {
    this.#pid = pid
    try {
      this.#descriptor = openSync(path, constants.O_RDWR | constants.O_NOCTTY)
    } catch {
      return // out of file descriptors, say: the program runs all the same
    }
    process.on('SIGCHLD', this.#look)
    // It may have ended before anybody listened.
    this.#look()
  }

  /** Something was read. */
  touch(): void {
    this.#fresh = true
  }

  letGo(): void {
    process.off('SIGCHLD', this.#look)
    this.#stopLooking()
    if (this.#descriptor !== undefined) closeSync(this.#descriptor)
    this.#descriptor = undefined
  }

  #stopLooking(): void {
    clearInterval(this.#looking)
    this.#looking = undefined
  }
}

/** The library collects its child as soon as it exits, so a pid of it that is there is alive. */
export function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
