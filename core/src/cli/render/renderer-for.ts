import type { OutputFormat } from '../output-format.ts'
import { JsonRenderer } from './json.ts'
import type { RunRenderer, Terminal } from './renderer.ts'
import { StreamJsonRenderer } from './stream-json.ts'
import { TextRenderer } from './text.ts'

/** The printer for a format. All of them are small: opening a file for one would take longer than reading the three. */
export function rendererFor(format: OutputFormat, terminal: Terminal, options = { showTokens: false, showTiming: false }): RunRenderer {
  switch (format) {
    case 'text':
      return new TextRenderer(terminal, options)
    case 'json':
      return new JsonRenderer(terminal)
    case 'stream-json':
      return new StreamJsonRenderer(terminal)
  }
}
