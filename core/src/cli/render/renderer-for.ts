import type { OutputFormat } from '../output-format.ts'
import type { RunRenderer, Terminal } from './renderer.ts'

/** The printer for a format; only its module is loaded. */
export async function rendererFor(format: OutputFormat, terminal: Terminal, options = { showTokens: false, showTiming: false }): Promise<RunRenderer> {
  switch (format) {
    case 'text':
      return new (await import('./text.ts')).TextRenderer(terminal, options)
    case 'json':
      return new (await import('./json.ts')).JsonRenderer(terminal)
    case 'stream-json':
      return new (await import('./stream-json.ts')).StreamJsonRenderer(terminal)
  }
}
