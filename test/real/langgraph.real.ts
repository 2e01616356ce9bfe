import { ChatAnthropic } from '@langchain/anthropic'
import { HumanMessage } from '@langchain/core/messages'
import { END, MessagesAnnotation, START, StateGraph } from '@langchain/langgraph'
import { ChatOpenAI } from '@langchain/openai'
import { expect, test } from 'vitest'
import { servedStage } from './served-stage.ts'

const stage = servedStage('claude', { others: ['codex'] })

/** One backend drafts, over the API of Anthropic, and another one reviews, over that of OpenAI. */
function draftAndReview() {
  const drafts = new ChatAnthropic({ model: 'claude', apiKey: 'none', maxRetries: 0, anthropicApiUrl: stage.anthropicUrl })
  const reviews = new ChatOpenAI({ model: 'codex', apiKey: 'none', maxRetries: 0, configuration: { baseURL: stage.openaiUrl } })
  return new StateGraph(MessagesAnnotation)
    .addNode('draft', async ({ messages }) => ({ messages: [await drafts.invoke(messages)] }))
    .addNode('review', async ({ messages }) => ({ messages: [await reviews.invoke([['system', 'Review the draft.'], ...messages, new HumanMessage('what do you say?')])] }))
    .addEdge(START, 'draft')
    .addEdge('draft', 'review')
    .addEdge('review', END)
    .compile()
}

test('a graph of LangGraph runs over two backends, and hands the answer of one to the other', async () => {
  stage.model.script({ text: ['a ', 'draft'] })
  stage.others.codex?.script({ text: ['well done'] })
  const { messages } = await draftAndReview().invoke({ messages: [new HumanMessage('write')] })
  expect(messages.map(({ text }) => text)).toEqual(['write', 'a draft', 'well done'])
  const asked = stage.others.codex?.requests.at(-1)
  expect(asked?.system).toContain('Review the draft.')
  expect(asked?.prompt).toContain('{"role":"assistant","content":"a draft"}\n{"role":"user","content":"what do you say?"}')
})

test('its stream tells the tokens of each node, and its steps', async () => {
  stage.model.script({ text: ['Grüße, ', '世界 ', '👋'], delay_ms: 50 })
  stage.others.codex?.script({ text: ['well done'] })
  const texts: Record<string, string[]> = {}
  const steps: string[] = []
  for await (const [mode, said] of await draftAndReview().stream({ messages: [new HumanMessage('write')] }, { streamMode: ['messages', 'updates'] })) {
    if (mode === 'updates') steps.push(...Object.keys(said))
    else if (said[0].text !== '') (texts[String(said[1]['langgraph_node'])] ??= []).push(said[0].text)
  }
  expect(steps).toEqual(['draft', 'review'])
  expect(Object.fromEntries(Object.entries(texts).map(([node, pieces]) => [node, pieces.join('')]))).toEqual({ draft: 'Grüße, 世界 👋', review: 'well done' })
  expect(texts['draft']?.length).toBeGreaterThan(1)
})

test('one who leaves the stream ends the run of the node', async () => {
  stage.model.script({ text: ['a'], hang: 'stream' })
  const goes = new AbortController()
  const leave = async () => {
    for await (const _piece of await draftAndReview().stream({ messages: [new HumanMessage('write')] }, { streamMode: 'messages', signal: goes.signal })) goes.abort()
  }
  await expect(leave()).rejects.toThrow()
  await expect.poll(() => stage.sandbox.runs(), { timeout: 15_000 }).toEqual([])
})
