import { oneLine } from './render/terminal-text.ts'

/** Shows a person that something is going on, until the first words come. */
export interface Spinner {
  /** What is being done now. */
  say(what: string): void
  stop(): void
}

/** A spinner on stderr with the elapsed time. The library is loaded while the CLI starts, not before. */
export function startSpinner(stream: NodeJS.WriteStream, label: string, color: boolean): Spinner {
  const started = performance.now()
  let what = ''
  let stopped = false
  let halt = () => {
    stopped = true
  }
  void import('ora').then(({ default: ora }) => {
    if (stopped) return
    const text = () => `${label}${what === '' ? '' : ` · ${what}`} · ${Math.round((performance.now() - started) / 1000)}s`
    // Ctrl-C must stay a signal, so ora must not take over stdin.
    const spinner = ora({ stream, text: text(), discardStdin: false, hideCursor: true, ...(color ? {} : { color: false as const }) }).start()
    const timer = setInterval(() => {
      spinner.text = text()
    }, 500)
    timer.unref()
    halt = () => {
      clearInterval(timer)
      spinner.stop()
    }
  })
  return {
    say: (next) => {
      what = oneLine(next) // a tool's name comes from the model's side
    },
    stop: () => {
      halt()
      halt = () => undefined
    },
  }
}
