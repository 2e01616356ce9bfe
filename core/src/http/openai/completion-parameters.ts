import { modelSchema, type Parameters } from '../compatible/parameters.ts'
import { chatParameters } from './chat-parameters.ts'

const onlyOne = { schema: {}, treatment: 'refused', harmless: (value: unknown) => value === 1, note: 'a run gives one answer' } as const

/** The parameters of `POST /completions`, as the vendor's current SDK sends them. */
export const completionParameters = {
  model: { schema: modelSchema, treatment: 'honoured', note: "A model id, or a backend's name for its default model." },
  prompt: { schema: { type: ['string', 'array'], items: { type: 'string' }, minItems: 1, maxItems: 1 }, treatment: 'honoured', note: 'A text, or a list of one. It is answered as one message of the user.' },
  stream: chatParameters.stream,
  stream_options: chatParameters.stream_options,
  stop: chatParameters.stop,
  max_tokens: chatParameters.max_tokens,
  temperature: chatParameters.temperature,
  top_p: chatParameters.top_p,
  presence_penalty: chatParameters.presence_penalty,
  frequency_penalty: chatParameters.frequency_penalty,
  seed: chatParameters.seed,
  user: chatParameters.user,
  n: onlyOne,
  best_of: onlyOne,
  echo: { schema: {}, treatment: 'refused', harmless: (value) => value === false, note: 'an answer is given without its prompt' },
  suffix: { schema: {}, treatment: 'refused', harmless: (value) => value === '', note: 'no CLI fills in what is between two texts' },
  logprobs: { schema: {}, treatment: 'refused', note: 'no CLI tells probabilities' },
  logit_bias: chatParameters.logit_bias,
} as const satisfies Parameters
