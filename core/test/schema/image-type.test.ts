import { expect, test } from 'vitest'
import { imageType } from '../../src/schema/image-type.ts'

test.each([
  ['image/png', '\x89PNG\r\n\x1A\nrest'],
  ['image/jpeg', '\xFF\xD8\xFF\xE0'],
  ['image/gif', 'GIF89a'],
  ['image/webp', 'RIFF\x01\x02\x03\x04WEBPVP8 '],
  [undefined, 'RIFF\x01\x02\x03\x04WAVE'],
  [undefined, '<svg xmlns="http://www.w3.org/2000/svg">'],
  [undefined, '\x89PN'],
  [undefined, ''],
])('%s is known by its first bytes', (type, text) => {
  expect(imageType(Buffer.from(text, 'latin1'))).toBe(type)
})
