/** One thing that is wrong with a configuration. */
export interface ConfigProblem {
  /** The file it stands in; absent for a variable. */
  readonly file?: string
  /** From 1. Absent where a file as a whole is meant. */
  readonly line?: number
  /** The variable that sets the value. */
  readonly variable?: string
  /** Dotted; absent where it is no matter of one key. */
  readonly key?: string
  /** What is wrong, without the place. */
  readonly message: string
  /** One thing to do. */
  readonly hint: string
}

/** Where a problem is, then what it is: `/home/you/.clinvk/config.yaml:3: unknown key "outptu"`. */
export function problemLine({ file, line, variable, message }: ConfigProblem): string {
  const place = variable ?? (file === undefined ? 'configuration' : line === undefined ? file : `${file}:${line}`)
  return `${place}: ${message}`
}

const longest = 200

/** A text of a file for a message: a person finds it by its beginning. */
export function shortened(text: string): string {
  return text.length <= longest ? text : `${text.slice(0, longest)}...`
}
