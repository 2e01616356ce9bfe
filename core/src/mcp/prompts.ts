import type { Exposed } from './exposure.ts'

/** One argument of a prompt. */
interface PromptArgument {
  readonly name: string
  readonly description: string
  readonly required: boolean
}

/** What the person said. */
type Given = Readonly<Record<string, string>>

/** A prompt that a person can choose in a client: it says to the model there which tool to call. */
interface McpPrompt {
  readonly tool: string
  readonly name: string
  readonly title: string
  readonly description: string
  readonly arguments: readonly PromptArgument[]
  /** Speaks of no tool that the client does not get. */
  readonly text: (given: Given, exposed: Exposed) => string
}

const backend: PromptArgument = { name: 'backend', description: 'Who is asked; absent: another one than you.', required: false }
const workdir: PromptArgument = { name: 'workdir', description: 'Absolute directory of the project.', required: true }

function who({ backend: name }: Given, exposed: Exposed): string {
  if (name !== undefined) return `the backend ${JSON.stringify(name)}`
  return `another AI than yourself${exposed('clinvk_backends') ? ' (clinvk_backends lists them)' : ''}`
}

const prompts: readonly McpPrompt[] = [
  {
    tool: 'clinvk_prompt',
    name: 'review',
    title: 'Have a change reviewed',
    description: 'Have another AI review the changes in a project.',
    arguments: [workdir, { name: 'focus', description: 'What to look at above all.', required: false }, backend],
    text: (given, exposed) =>
      `Call clinvk_prompt to have ${who(given, exposed)} review the uncommitted changes in ${given['workdir']}, with that directory as workdir and sandbox_mode "read-only".` +
      `${given['focus'] === undefined ? '' : ` It should look above all at: ${given['focus']}.`} Ask for findings with file and line, the gravest first. Check each finding yourself, then tell me which ones hold.`,
  },
  {
    tool: 'clinvk_compare',
    name: 'compare',
    title: 'Ask several AIs the same',
    description: 'Give one question to several AIs and compare their answers.',
    arguments: [{ name: 'question', description: 'What to ask.', required: true }, { name: 'backends', description: 'Who is asked, parted by commas; absent: all.', required: false }],
    text: ({ question, backends }) =>
      `Call clinvk_compare with ${backends === undefined ? 'all_backends: true' : `the backends ${backends}`} and this prompt:\n\n${question}\n\nThen say where the answers agree, where they differ, and which one is right about what.`,
  },
  {
    tool: 'clinvk_prompt',
    name: 'explain',
    title: 'Have something explained',
    description: 'Have another AI explain a part of a project.',
    arguments: [workdir, { name: 'subject', description: 'What to explain: a file, a function, a mechanism.', required: true }, backend],
    text: (given, exposed) =>
      `Call clinvk_prompt to have ${who(given, exposed)} explain ${given['subject']} in ${given['workdir']}, with that directory as workdir and sandbox_mode "read-only". Give me its explanation, and correct it where the code says otherwise.`,
  },
]

/** The prompts whose tool clients may call. */
export function listPrompts(exposed: Exposed): object[] {
  return prompts.filter(({ tool }) => exposed(tool)).map(({ tool: _tool, text: _text, ...prompt }) => prompt)
}

/** One prompt with its arguments filled in; a text says what is wrong with them. Undefined where there is none of this name. */
export function fillPrompt(name: string, given: Given, exposed: Exposed): { readonly description: string; readonly messages: readonly object[] } | string | undefined {
  const found = prompts.find((prompt) => prompt.name === name && exposed(prompt.tool))
  if (found === undefined) return undefined
  const missing = found.arguments.find((argument) => argument.required && (given[argument.name] ?? '').trim() === '')
  if (missing !== undefined) return `the prompt "${name}" needs "${missing.name}": ${missing.description}`
  const unknown = Object.keys(given).find((key) => !found.arguments.some((argument) => argument.name === key))
  if (unknown !== undefined) return `the prompt "${name}" has no argument "${unknown.slice(0, 100)}"`
  const filled = Object.fromEntries(Object.entries(given).filter(([, value]) => value.trim() !== ''))
  return { description: found.description, messages: [{ role: 'user', content: { type: 'text', text: found.text(filled, exposed) } }] }
}
