import type { Effort } from '@clinvk/plugin-sdk'

/** From least to most. */
export const efforts = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'] as const satisfies readonly Effort[]
