/** Where diagnostics go: standard error, so that standard output holds nothing but the answer. */
export interface Log {
  /** Shown with `--verbose` or `CLINVK_LOG=debug`. */
  debug(message: string): void
  /** Always shown. */
  warn(message: string): void
}

/** A log that writes to `write`, one line a message. */
export function createLog(options: { readonly debug: boolean; readonly write: (text: string) => void }): Log {
  return {
    debug: (message) => {
      if (options.debug) options.write(`debug: ${message}\n`)
    },
    warn: (message) => options.write(`warning: ${message}\n`),
  }
}
