import { type Backend, inputText } from '../../../src/index.ts'
import { tinyBackend } from '../tiny-backend.ts'
import { broken, type Broken, brokenCommand } from './broken.ts'

const onStdin = 'prompt: travels on stdin, and in no argument, variable or file name'
const flagLike = 'prompt: one that looks like flags changes no argument'
const pure = 'command: is pure: the same request gives the same, and stays as it is'
const startable = 'command: describes a process that a host can start'

let calls = 0

const missing = (): never => {
  throw new Error('something is missing')
}

const needsTheCli: Backend['command'] = (request, found) => tinyBackend.command(request, found ?? missing())

/** Faults in what is started. */
export const brokenCommands: readonly Broken[] = [
  brokenCommand('the prompt in argv',
    ({ args }, request) => ({ args: [...args, `-p=${inputText(request)}`] }), onStdin, flagLike),
  brokenCommand(
    'the prompt in argv, only when resuming',
    ({ args }, request) => ({ args: request.resume ? [...args, inputText(request)] : args }),
    onStdin,
  ),
  brokenCommand('the prompt in the environment', (_, request) => ({ env: { TINY: inputText(request) } }), onStdin, flagLike),
  brokenCommand('the prompt in a file name',
    (_, request) => ({ files: { [inputText(request).slice(-24)]: { content: '' } } }), onStdin,
    'system prompt: travels on stdin or in a temporary file'),
  brokenCommand('only the first part of the prompt', (_, { input }) => ({ stdin: inputText({ input: input.slice(0, 1) }) }),
    'prompt: all its parts reach stdin'),
  brokenCommand('a prompt taken for a flag',
    ({ args }, request) => ({ args: inputText(request) === '--version' ? ['--version'] : args }), flagLike),
  brokenCommand('the system prompt in argv',
    ({ args }, { options }) => ({ args: [...args, ...(options.system_prompt ? [`--system=${options.system_prompt}`] : [])] }),
    'system prompt: travels on stdin or in a temporary file'),
  broken(
    'a system prompt put before the prompt without a warning',
    { capabilities: { ...tinyBackend.capabilities, system_prompt: 'prompt' } },
    'system prompt: travels on stdin or in a temporary file',
  ),
  brokenCommand('the system prompt as an argument of its own',
    ({ args }, { options }) => ({ args: [...args, ...(options.system_prompt ? [options.system_prompt] : [])] }),
    'system prompt: travels on stdin or in a temporary file', 'system prompt: one that looks like a flag is not read as one'),
  brokenCommand('the model as an argument of its own',
    ({ args }, { options }) => ({ args: [...args, ...(options.model ? ['-m', options.model] : [])] }),
    'flags: a model that begins with a dash cannot become a flag'),
  brokenCommand('the tools as arguments of their own',
    ({ args }, { options }) => ({ args: [...args, ...(options.allowed_tools ?? [])] }),
    'flags: an allowed tool that begins with a dash cannot become a flag',
    'flags: a later allowed tool that begins with a dash cannot become a flag'),
  brokenCommand('the session as an argument of its own',
    ({ args }, { resume }) => ({ args: [...args, ...(resume ? [resume.backend_session_id] : [])] }),
    'flags: a session id that begins with a dash cannot become a flag'),
  brokenCommand('extra flags are dropped',
    ({ args }, { options }) => ({ args: args.slice(options.extra_flags.length) }),
    'flags: extra flags are passed on unchanged, each with its values'),
  brokenCommand('extra flags before a positional argument',
    ({ args }, { options: { extra_flags: extra } }) => ({ args: [...args.slice(extra.length), ...extra, '-'] }),
    'flags: a flag with many values swallows no argument that is not its own'),
  brokenCommand('another result each time', () => ({ env: { TINY_RUN: `${(calls += 1)}` } }), pure, flagLike),
  brokenCommand('changes the request', (_, { options }) => {
    (options.extra_flags as string[]).push('--json')
    return {}
  }, pure),
  broken('needs the CLI in a dry run', { command: needsTheCli }, 'command: answers a dry run, when the CLI was not found'),
  brokenCommand('uses a file that it does not make', ({ args }) => ({ args: [...args, { path: 'settings.json' }] }), startable),
  brokenCommand('an unknown way to stop', () => ({ stop: { signal: 'SIGHUP' as 'SIGINT', grace_ms: 1 } }), startable),
]
