import { expect, test } from 'vitest'
import { embeddedImage, imageFromUrl } from '../../../src/http/compatible/image-source.ts'

const gif = Buffer.from('GIF89a and so on').toString('base64')

test('the type of a picture is read from its bytes, not from what is said of it', () => {
  expect(imageFromUrl(`data:image/png;base64,${gif}`, 'here')).toEqual({ media_type: 'image/gif', data: gif })
  expect(embeddedImage(`${gif.slice(0, 8)}\n${gif.slice(8)}`, 'here')).toEqual({ media_type: 'image/gif', data: gif })
})

test.each(['http://127.0.0.1/x.png', 'https://example.com/x.png', 'file:///etc/passwd', 'data:image/png,abc', ''])('%j is only named', (url) => {
  expect(imageFromUrl(url, 'here')).toEqual({ url, location: 'here' })
})

test.each(['', 'no base64!', Buffer.from('<svg/>').toString('base64'), `${gif}*`])('%j is no picture', (data) => {
  expect(() => embeddedImage(data, 'here')).toThrow(expect.objectContaining({ code: 'invalid_request' }))
})
