import type { ChainDefinition, ChainStep } from '../../schema/chain.ts'
import type { Path } from '../../schema/violation.ts'
import { parseTemplate } from './template.ts'

/** A text of a step that may refer to others, and where it stands below the step. */
export interface PlacedText {
  readonly path: Path
  readonly text: string
}

/** All of them: the prompts, and the system prompts where those count. */
export function stepTexts({ prompt, system_prompt, parallel, compare }: ChainStep, systemPrompts: boolean): PlacedText[] {
  const of = (path: Path, fields: { readonly prompt?: string | undefined; readonly system_prompt?: string | undefined }): PlacedText[] =>
    (['prompt', 'system_prompt'] as const).flatMap((key) => {
      const text = fields[key]
      return text === undefined || (key === 'system_prompt' && !systemPrompts) ? [] : [{ path: [...path, key], text }]
    })
  const tasks = (parallel?.tasks ?? []).flatMap((task, index) => of(['parallel', 'tasks', index], task))
  return [...of([], { prompt, system_prompt }), ...tasks, ...(compare === undefined ? [] : of(['compare'], compare))]
}

/** Whether any step asks for `{{input}}`: only then is it worth waiting for one. */
export function usesInput({ steps }: ChainDefinition): boolean {
  return steps.some((step) =>
    stepTexts(step, true).some(({ text }) => {
      const parsed = parseTemplate(text)
      return 'template' in parsed && parsed.template.some((part) => typeof part !== 'string' && part.kind === 'input')
    }),
  )
}
