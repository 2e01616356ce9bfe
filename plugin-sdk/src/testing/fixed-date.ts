/**
 * Calls `run` while `Date` says that it is `now` (RFC 3339), for decoders that reckon with the time of a recording. Only what `run` does
 * before it returns sees that.
 */
export function atTime<Result>(now: string | undefined, run: () => Result): Result {
  if (now === undefined) return run()
  const RealDate = globalThis.Date
  const fixed = RealDate.parse(now)
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args: [], newTarget) => Reflect.construct(target, args.length === 0 ? [fixed] : args, newTarget) as object,
    apply: (target) => new target(fixed).toString(),
    get: (target, key, receiver) => (key === 'now' ? () => fixed : (Reflect.get(target, key, receiver) as unknown)),
  })
  try {
    return run()
  } finally {
    globalThis.Date = RealDate
  }
}
