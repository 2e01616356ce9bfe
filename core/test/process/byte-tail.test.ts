import { expect, test } from 'vitest'
import { ByteTail } from '../../src/process/byte-tail.ts'

test('the last bytes are kept, however they came', () => {
  for (const size of [1, 7, 100, 5000]) {
    const tail = new ByteTail(100)
    const all = Buffer.from(Array.from({ length: 3000 }, (_, index) => String(index % 10)).join(''))
    for (let at = 0; at < all.length; at += size) tail.push(all.subarray(at, at + size))
    expect(tail.toString()).toBe(all.subarray(-100).toString())
  }
})

test('the tail begins with a whole character', () => {
  const tail = new ByteTail(5)
  tail.push(Buffer.from('€€€'))
  expect(tail.toString()).toBe('€')
})

test('an output that fits is kept whole', () => {
  const tail = new ByteTail(5)
  expect(tail.toString()).toBe('')
  tail.push(Buffer.from('äb'))
  tail.push(Buffer.from('c'))
  expect(tail.toString()).toBe('äbc')
})
