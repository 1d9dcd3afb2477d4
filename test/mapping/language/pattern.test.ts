import { describe, expect, it, test } from 'vitest'
import { compilePattern, holesIn, parsePattern } from '../../../src/mapping/language/pattern.js'

function split(pattern: string, text: string): Record<string, string> | undefined {
  const parts = parsePattern(pattern)
  if ('message' in parts) throw new Error(parts.message)
  const found = compilePattern(parts)(text)
  const entries = holesIn(parts).flatMap(({ name }, place) => {
    const value = found?.[place]
    return value === undefined ? [] : [[name, value] as const]
  })
  return found && Object.fromEntries(entries)
}

describe('a pattern takes a text apart', () => {
  test.each([
    ['{SYS:int}/{DIA:int}', '120/80', { SYS: '120', DIA: '80' }],
    ['{SYS:int}/{DIA:int}', '120/80 sitting', undefined],
    ['{SYS:int}/{DIA:int}', '120/', undefined],
    ['[{CMP:<=|>=|<|>}]{NUM:decimal}', '>130', { CMP: '>', NUM: '130' }],
    ['[{CMP:<=|>=|<|>}]{NUM:decimal}', '<=0.50', { CMP: '<=', NUM: '0.50' }],
    ['[{CMP:<=|>=|<|>}]{NUM:decimal}', '-7', { NUM: '-7' }],
    ['[{CMP:<=|>=|<|>}]{NUM:decimal}', 'neg', undefined],
    ['[{CMP:<|<=}]{NUM:decimal}', '<=5', { CMP: '<=', NUM: '5' }],
    ['{FAMILY}, {GIVEN}[ ({PREFIX})]', "O'Brien, Seán (Mr)", { FAMILY: "O'Brien", GIVEN: 'Seán', PREFIX: 'Mr' }],
    ['{FAMILY}, {GIVEN}[ ({PREFIX})]', 'Smith, Jo', { FAMILY: 'Smith', GIVEN: 'Jo' }],
    ['{FAMILY}, {GIVEN}[ ({PREFIX})]', 'Smith, Jones, Jo', { FAMILY: 'Smith', GIVEN: 'Jones, Jo' }],
    ['{FAMILY}, {GIVEN}', 'Smith', undefined],
    ['{LOW:decimal}-{HIGH:decimal}', '3.5-5.1', { LOW: '3.5', HIGH: '5.1' }],
    ['{SYS}:{CODE}', 'a:b:c', { SYS: 'a', CODE: 'b:c' }],
    ['{A:word} {B}', 'one two three', { A: 'one', B: 'two three' }],
    ['{A:word}', 'one two', undefined],
    ['\\[{A}\\]', '[😀]', { A: '😀' }],
    ['{A:int}{B:word}', '12ab', { A: '12', B: 'ab' }],
    ['{A:int}mg', '12mg', { A: '12' }],
  ])('%s of %s', (pattern, text, expected) => {
    expect(split(pattern, text)).toEqual(expected)
  })

  it('in time that does not grow with every hole', () => {
    const started = performance.now()
    expect(split('{A}-{B}-{C}-{D}-{E}!', '-'.repeat(1000))).toBeUndefined()
    expect(performance.now() - started).toBeLessThan(1000)
  })
})

test.each([
  ['{A}{B}', 'Where the one ends'],
  ['{A}[{B}]', 'Where the one ends'],
  ['{A}[-]{B}', 'Where the one ends'],
  ['{A:number}', 'A hole holds word, decimal, int or a choice'],
  ['{A:}', 'says nothing'],
  ['{A', '{ begins a hole'],
  ['[{A}', 'is not closed'],
  ['[{A}[ {B}]]', 'do not nest'],
  ['plain', 'no hole'],
  ['{A}-{A}', 'stands twice'],
  ['{A}[]', 'is empty'],
])('%s is no pattern', (pattern, message) => {
  expect(parsePattern(pattern)).toHaveProperty('message', expect.stringContaining(message))
})
