/** The result of work whose events nobody looks at. */
export async function resultOf<Result>(work: AsyncGenerator<unknown, Result>): Promise<Result> {
  for (;;) {
    const next = await work.next()
    if (next.done === true) return next.value
  }
}
