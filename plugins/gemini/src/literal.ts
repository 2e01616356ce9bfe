/**
 * Where Gemini CLI 0.61.0 would read `@...` as a file, a folder, an MCP resource or an agent: a `@` without a backslash
 * before it and with a path character after it, anywhere, also inside words (`bob@example.com`).
 */
const atCommand = /(?<!\\)@(?=[^ \t\n\r,;!?()[\]{}.]|\.(?![ \t\n\r]|$))/g

/** What has to be sent so that the model gets the text, and what was changed for it. */
export interface LiteralPrompt {
  readonly text: string
  /** How many `@` went out as `\@`. */
  readonly escaped: number
}

/**
 * The prompt in a form that the CLI does not interpret. Observed with 0.61.0: files in the working and the included
 * directories are added to the request for `@path`, `@"a path"`, `@dir`, `x@path` and, by a search through all
 * directories, for every file whose path merely contains the word after `@`. A backslash before the `@` stops all of it; the
 * model sees the backslash. Nothing invisible would do: a zero-width character keeps the file out too, but ends up in the
 * code that the model copies. So only a `@` that the CLI would act on gets one: `a @ b`, `@.` and `\@x` stay as they are.
 *
 * A text that begins with `/` would run a slash command (the user's, the project's, an extension's or an MCP server's): a
 * line feed before it makes it text. `//` and `/*` are text anyway, and `!` means nothing without a terminal.
 */
export function literalPrompt(text: string): LiteralPrompt {
  let escaped = 0
  const escapedText = text.replace(atCommand, () => {
    escaped += 1
    return '\\@'
  })
  return { text: /^\/(?![/*])/.test(escapedText) ? `\n${escapedText}` : escapedText, escaped }
}
