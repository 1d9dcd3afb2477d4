/** docs/reference/http.md says what the program does. */
import { readFileSync } from 'node:fs'
import { expect, it, test } from 'vitest'
import { methodsOf } from '../../src/http/addresses.js'
import { leastBytes } from '../../src/http/plugins/compression.js'
import { servedMedia, shortFormats } from '../../src/http/plugins/media-types.js'

const page = readFileSync('docs/reference/http.md', 'utf8')

test.each(
  [...page.matchAll(/^\| `(\/[^`]+)` \| ([A-Z, ]+) \|/gm)].map(([, address = '', methods = '']) => [address, methods] as const),
)('%s takes %s', (address, methods) => {
  expect(methodsOf(address.replace('[type]', 'Patient').replace('[id]', '1'))?.join(', ')).toBe(methods)
})

it('lists the media types in the order of preference, with the short names of formats', () => {
  const rows = [...page.matchAll(/^\| `([a-z]+\/[^`]+)` \| (JSON|XML) \| (?:also `(\w+)` )?\|/gm)]
  expect(rows.map(([, type, format]) => [type, format])).toEqual(
    [...servedMedia].map(([type, media]) => [type, media.format.toUpperCase()]),
  )
  for (const [, type = '', , short] of rows) {
    const named = [...shortFormats].find(([, media]) => media.contentType === servedMedia.get(type)?.contentType)
    expect([type, short]).toEqual([type, named?.[0]])
  }
})

it('says from how many bytes on an answer is compressed', () => {
  expect(page).toContain(`An answer of ${leastBytes} bytes or more is compressed`)
})
