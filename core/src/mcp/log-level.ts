import { type LoggingLevel, LoggingLevelSchema } from '@modelcontextprotocol/sdk/types.js'

/** The level of each kind of event that is a log message; others are only progress. */
const levels: Readonly<Record<string, LoggingLevel>> = {
  init: 'info',
  message: 'info',
  thinking: 'debug',
  tool_use: 'debug',
  tool_result: 'debug',
  warning: 'warning',
  retry: 'warning',
  error: 'error',
}

/** What a client gets that has not said what it wants. */
export const usualLevel: LoggingLevel = 'info'

/** The level of an event as a log message; undefined: it is none. */
export function logLevel(type: string): LoggingLevel | undefined {
  return levels[type]
}

/** Whether a message is important enough. */
export function reaches(level: LoggingLevel, least: LoggingLevel): boolean {
  const order = LoggingLevelSchema.options
  return order.indexOf(level) >= order.indexOf(least)
}
