/** Waits for work that cannot be stopped, but no longer than until the abort, whose error is thrown then: by itself the signal's reason. */
export async function orAborted<Result>(work: Promise<Result>, signal: AbortSignal, reason: () => unknown = () => signal.reason): Promise<Result> {
  let leave = () => {}
  const aborted = new Promise<never>((_resolve, reject) => {
    leave = () => reject(reason() as Error)
    if (signal.aborted) leave()
    else signal.addEventListener('abort', leave, { once: true })
  })
  try {
    return await Promise.race([aborted, work])
  } finally {
    signal.removeEventListener('abort', leave)
  }
}
