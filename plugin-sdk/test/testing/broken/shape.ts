import { tinyBackend } from '../tiny-backend.ts'
import { broken, type Broken } from './broken.ts'


/** Faults in what a backend says of itself. */
export const brokenShapes: readonly Broken[] = [
  broken(
    'a secret that the manifest does not list',
    { env: { uses: [], secrets: ['TINY_API_KEY', 'TINY_TOKEN'] } },
    'manifest: lists the secrets that the backend lists',
  ),
  broken('a name that the manifest does not know', { name: 'teeny' }, 'manifest: says where the backend is, by its name'),
  broken(
    'another contract',
    { contract: 2 as 1 },
    'shape: says the contract, its name and who makes it',
    'manifest: names the package, its version and the contract, and is an oclif plugin',
  ),
  broken('an install text of two lines', { install: 'one\ntwo' }, 'shape: says the contract, its name and who makes it'),
  broken(
    'a capability that nobody knows',
    { capabilities: { ...tinyBackend.capabilities, telepathy: true } as typeof tinyBackend.capabilities },
    'shape: declares known capabilities, and has the members that go with them',
  ),
  broken(
    'deltas that are not declared',
    { capabilities: { ...tinyBackend.capabilities, deltas: false } },
    'capabilities: deltas is declared if the recordings show it, and only then',
  ),
  broken(
    'reasoning that nothing shows',
    { capabilities: { ...tinyBackend.capabilities, reasoning: true } },
    'capabilities: reasoning is declared if the recordings show it, and only then',
  ),
  broken('a limit of zero', { limits: { prompt_chars: 0 } }, 'shape: lists models, flags, variables and limits'),
  broken(
    'find starts a process',
    { find: async (host) => ({ file: (await host.run('which', ['tiny'])).stdout }) },
    'shape: find looks files up, starts nothing, and may find nothing',
  ),
  broken('inspect is always content', { inspect: async () => ({ problems: [] }) },
    'shape: inspect tells a problem of a CLI that answers nonsense'),
]
