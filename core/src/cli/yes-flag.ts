import { Flags } from '@oclif/core'

/** `--yes` of commands that may bring command words along. */
export const yesFlag = Flags.boolean({ char: 'y', summary: 'agree that words of a plugin become commands' })
