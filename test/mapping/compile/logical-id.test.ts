/** Logical ids are reversible, and no id has two readings (MAPPING, section 3). */
import { describe, expect, it, test } from 'vitest'
import type { ColumnBinding, Meaning } from '../../../src/mapping/compile/column.js'
import { decodeId as decode, encodeId as encode, idWriter } from '../../../src/mapping/compile/logical-id.js'
import { seeded } from '../../support/random.js'
import { columnOf } from './columns.js'

const spaceOf = (prefix: string | undefined) => (prefix === undefined ? {} : { prefix })
const encodeId = (prefix: string | undefined, parts: readonly (Meaning | undefined)[]) => encode(spaceOf(prefix), parts)
const decodeId = (id: string, prefix: string | undefined, key: readonly ColumnBinding[]) =>
  decode(id, { ...spaceOf(prefix), key })

const text = columnOf({ name: 'ID', type: 'string' })
const number = columnOf({ name: 'NO', type: 'integer' })

describe('a logical id', () => {
  test.each([
    [undefined, ['A-1'], 'A..2D1'],
    [undefined, ['6f9619ff-8b86-d011-b42d-00c04fc964ff'], '6f9619ff-8b86-d011-b42d-00c04fc964ff'],
    [undefined, [-5], '-5'],
    ['gp', ['A-1', 'b'], 'gp-A-1.b'],
    [undefined, ['A.1'], 'A..2E1'],
    [undefined, ['é'], '..C3..A9'],
    [undefined, ['a b'], 'a..20b'],
    ['x', [7], 'x-7'],
    [undefined, ['a', undefined], undefined],
    [undefined, ['x'.repeat(64)], 'x'.repeat(64)],
    [undefined, ['x'.repeat(65)], undefined],
    ['p', ['é'.repeat(9)], undefined],
  ])('with prefix %j of %j is %j', (prefix, parts, id) => expect(encodeId(prefix, parts)).toBe(id))

  it('decodes to the parts that it was made of', () => {
    const random = seeded(3)
    const letters = [...'aZ0-._ é\u{1F600}/\\%"|~']
    for (let run = 0; run < 5000; run++) {
      const parts = Array.from({ length: 1 + random.whole(3) }, () =>
        Array.from({ length: 1 + random.whole(6) }, () => random.pick(letters)).join(''),
      )
      const prefix = random.chance(0.3) ? undefined : random.pick(['gp', 'gp-x'])
      const id = encodeId(prefix, parts)
      if (id === undefined) continue
      expect(id).toMatch(/^[A-Za-z0-9\-.]{1,64}$/)
      expect(
        decodeId(
          id,
          prefix,
          parts.map(() => text),
        ),
      ).toEqual(parts)
    }
  })

  it('is the same when it is written for row after row', () => {
    const random = seeded(6)
    const pieces = ['a', 'Z9', '-', '.', ' ', 'é', '', 'x'.repeat(31), 'x'.repeat(60)]
    for (const space of [
      {},
      { prefix: 'gp' },
      { prefix: 'gp', slot: '2' },
      { slot: 'wt' },
      { prefix: 'p'.repeat(62) },
      { prefix: '_' },
    ]) {
      const write = idWriter(space)
      const refer = idWriter(space, 'Patient/')
      for (let run = 0; run < 2000; run++) {
        const parts = Array.from({ length: 1 + random.whole(3) }, (): Meaning | undefined =>
          random.chance(0.1)
            ? undefined
            : random.pick<Meaning>([random.pick(pieces) + random.pick(pieces), 7, -7, 1.5, 1e21, 2 ** 53 - 1, true]),
        )
        const id = encode(space, parts)
        expect(write(...parts)).toBe(id)
        expect(refer(...parts)).toBe(id === undefined ? undefined : `Patient/${id}`)
      }
    }
  })

  it('has one spelling: what decodes encodes to itself', () => {
    const random = seeded(4)
    const letters = [...'a0-.2EecC3A9']
    for (let run = 0; run < 20_000; run++) {
      const id = Array.from({ length: 1 + random.whole(10) }, () => random.pick(letters)).join('')
      for (const key of [[text], [text, text], [number], [number, text]]) {
        const parts = decodeId(id, undefined, key)
        if (parts) expect(encodeId(undefined, parts)).toBe(id)
      }
    }
  })

  test.each([
    ['other-1', 'gp', [number]],
    ['gp-', 'gp', [number]],
    ['gp-1.2', 'gp', [number]],
    ['1', undefined, [number, number]],
    ['01', undefined, [number]],
    ['+1', undefined, [number]],
    ['-0', undefined, [number]],
    ['1e3', undefined, [number]],
    ['a..2e', undefined, [text]],
    ['a..41', undefined, [text]],
    ['..FF', undefined, [text]],
    ['a.', undefined, [text, text]],
    ['.a', undefined, [text, text]],
    ['a...2E', undefined, [text]],
    ['', undefined, [text]],
    ['a b', undefined, [text]],
    ['é', undefined, [text]],
  ])('%j is none of prefix %j with %# key columns', (id, prefix, key) => expect(decodeId(id, prefix, key)).toBeUndefined())

  it('of one map is never one of a map with another prefix', () => {
    for (const [mine, theirs] of [
      ['gp', 'pas'],
      ['a', 'b'],
    ] as const)
      for (const part of ['1', '-1', 'pas-1', 'b-1', '.'])
        expect(decodeId(encodeId(mine, [part]) ?? '', theirs, [text])).toBeUndefined()
  })

  it('of a map with a prefix is never one of a map without, nor the other way round', () => {
    for (const part of ['1', 'pas-1', '-1', '.', 'a.b', '6f9619ff-8b86-d011-b42d-00c04fc964ff']) {
      expect(decodeId(encodeId('pas', [part]) ?? '', undefined, [text])).toBeUndefined()
      expect(decodeId(encodeId(undefined, [part]) ?? '', 'pas', [text])).toBeUndefined()
    }
  })
})
