/** Beginnings of the picture formats that models read, by media type. `.` stands for any byte. */
const beginnings = {
  'image/png': '\x89PNG\r\n\x1A\n',
  'image/jpeg': '\xFF\xD8\xFF',
  'image/gif': 'GIF8',
  'image/webp': 'RIFF....WEBP',
} as const

/** Media types of pictures that can go with a prompt. */
export const imageTypes = Object.keys(beginnings)

/** The media type of a picture by its first bytes; undefined for anything else. */
export function imageType(bytes: Uint8Array): string | undefined {
  return Object.entries(beginnings).find(([, beginning]) => beginning.split('').every((letter, index) => letter === '.' || bytes[index] === letter.charCodeAt(0)))?.[0]
}
