import { describe, expect, it, test } from 'vitest'
import type { Diagnostic } from '../../../src/kernel/diagnostics.js'
import { reportTo } from '../../../src/mapping/language/diagnostic-codes.js'
import type { YamlNode } from '../../../src/mapping/language/yaml-node.js'
import { placeIn } from '../../../src/mapping/language/yaml-node.js'
import { readYaml } from '../../../src/mapping/language/yaml-reader.js'

function read(text: string): { readonly documents: readonly YamlNode[]; readonly faults: readonly string[] } {
  const diagnostics: Diagnostic[] = []
  const documents = readYaml('m.yaml', text, reportTo(diagnostics))
  return { documents, faults: diagnostics.map(({ at, code, message }) => `${at.line}:${at.column} ${code} ${message}`) }
}

/** A node as JSON would have it. */
function plain(node: YamlNode | undefined): unknown {
  if (node?.kind === 'text') return node.text
  if (node?.kind === 'list') return node.items.map(plain)
  return node?.kind === 'map' ? Object.fromEntries(node.entries.map(({ key, value }) => [key, plain(value)])) : undefined
}

describe('a YAML file', () => {
  test.each([
    [
      'a: Y\nb: no\nc: 007\nd: 1e3\ne: null\nf: ~\ng: 2020-01-01',
      { a: 'Y', b: 'no', c: '007', d: '1e3', e: 'null', f: '~', g: '2020-01-01' },
    ],
    [`a: 'it''s'\nb: "x\\ty"\nc: it's`, { a: "it's", b: 'x\ty', c: "it's" }],
    ['a: [b, { c: d }]\ne:\n  - f\n  - g: h', { a: ['b', { c: 'd' }], e: ['f', { g: 'h' }] }],
    ['a: b # comment\n# comment\nc: d#e', { a: 'b', c: 'd#e' }],
    ['a: |\n  b\n  c\nd: >-\n  e\n  f', { a: 'b\nc\n', d: 'e f' }],
    ["a: p.X = 1\n  and p.Y = 'http://x'", { a: "p.X = 1 and p.Y = 'http://x'" }],
    ['a:\nb: ""', { a: '', b: '' }],
    ['\uFEFFa: b\r\nc: d\r\n', { a: 'b', c: 'd' }],
    ['a: mm[Hg]', { a: 'mm[Hg]' }],
    ['no: 1\n<<: 2', { no: '1', '<<': '2' }],
  ])('is text, lists and objects as written: %o', (text, expected) => {
    const { documents, faults } = read(text)
    expect(faults).toEqual([])
    expect(documents.map(plain)).toEqual([expected])
  })

  it('holds several documents, of which the empty ones do not count', () => {
    expect(read('# first\n---\na: b\n---\n---\nc: d\n---\n').documents.map(plain)).toEqual([{ a: 'b' }, { c: 'd' }])
    expect(read('').documents).toEqual([])
  })

  test.each([
    ['a: xyz', 2, '1:6'],
    ["a: 'it''s x'", 5, '1:11'],
    ['a: "b\\tc\\u00e9d"', 4, '1:15'],
    ['a: |\n  bc\n  de', 4, '3:1'],
    ['a: b\n  c', 2, '1:4'],
  ])('knows where a character of a value stands: %o at %i is %s', (text, offset, expected) => {
    const [document] = read(text).documents
    const value = document?.kind === 'map' ? document.entries[0]?.value : undefined
    const at = value?.kind === 'text' ? placeIn(value, offset) : undefined
    expect(`${at?.line}:${at?.column}`).toBe(expected)
  })

  const comma = (key: string): string =>
    `A comma inside { } ends the value. Write ${key} on its own line, or its value in double quotes.`
  test.each([
    ["a: { table: T, match: x.A in ('1','2') }", [`1:34 yaml.comma ${comma('match')}`]],
    ["a: { table: T, match: x.A in ('1', '2'), order: [X] }", [`1:34 yaml.comma ${comma('match')}`]],
    ['a: { table: T, match: x.A in (1, 2) }', [`1:32 yaml.comma ${comma('match')}`]],
    ['a: { display: Smith, John }', [`1:20 yaml.comma ${comma('display')}`]],
    ['a: { value: v.X, ucum: mm[Hg] }', ["1:26 yaml.bracket [ starts a list inside { }. Quote it: 'mm[Hg]'"]],
    ['a:\n  { value: v.X, ucum: mm[Hg], unit: x }', ["2:25 yaml.bracket [ starts a list inside { }. Quote it: 'mm[Hg]'"]],
    [
      'a: { v: { col: x.A }, text: Dose {x.A} now }',
      ["1:34 yaml.bracket { starts an object inside { }. Quote it: 'Dose {x.A} now'"],
    ],
    ['a: { b: c, extension[d-e]: { f: g } }', ["1:21 yaml.bracket [ starts a list inside { }. Quote the key: 'extension[d-e]'"]],
    ['a: {x.A}', ["1:4 yaml.brace { begins an object of key: value. If this is text, put it in quotes: '{…}'."]],
    ['a: {x.A} now', ['1:10 yaml.brace The value goes on after }. If it is text, put the whole of it in quotes.']],
    ['a: [x] now', ['1:8 yaml.brace The value goes on after ]. If it is text, put the whole of it in quotes.']],
    ["a: 'Y' = X", ['1:8 yaml.quote The text goes on after its closing quote. Put the whole value in double quotes.']],
    ["a: 'b\nc: d\n", ['1:4 yaml.quote This quoted text is not closed.']],
    [
      'a: @b\nc: `d`',
      [
        '1:4 yaml.quote A value can not begin with @. Put it in quotes.',
        '2:4 yaml.quote A value can not begin with `. Put it in quotes.',
      ],
    ],
    ['a: b: c', ['1:4 yaml.colon A colon and a blank inside a value begin a new key. Put the value in quotes.']],
    ['a: b\nc:d\ne: f', ['2:1 yaml.colon c: needs a blank after it. Without one this is text, not a key.']],
    ['a: b\n  c:d\ne: f', ['2:3 yaml.colon c: needs a blank after it. Without one this is text, not a key.']],
    ['a: b\nc\n', ['2:1 yaml.colon A key needs a colon, a blank and a value.']],
    [
      'a:\n  b: c\n   d: e',
      ['3:4 yaml.indent This line is indented deeper than the key above it, so it goes on with that value. Indent both alike.'],
    ],
    ['a:\n  b: c\n d: e', ['3:1 yaml.indent This line is indented less or more than its neighbours.']],
    ['a:\n\tb: c', ['2:1 yaml.indent Tabs do not indent in YAML. Use blanks.']],
    ['a: { b: c\nd: e', ['1:4 yaml.indent This { or [ is not closed.']],
    ['a: - b', ['1:4 yaml.syntax A list with - begins on a line of its own. On one line write [a, b].']],
    ['a: "\\q"', ['1:5 yaml.syntax This is not YAML: Invalid escape sequence \\q.']],
    [
      'a: b\nc: { a: 1, a: 2 }\na: d',
      [
        '2:12 yaml.key-duplicate a is written twice here. Only one can count.',
        '3:1 yaml.key-duplicate a is written twice here. Only one can count.',
      ],
    ],
    ['a: &x b', ['1:7 yaml.feature Mapping files have no anchors. Leave out &x.']],
    ['a: *x', ['1:4 yaml.feature *x stands for another part of the file. Write that part out.']],
    ['a: !!int 1', ['1:10 yaml.feature Mapping files have no tags: leave out the word with !, or quote the value.']],
    ['? [a]\n: b', ['1:3 yaml.feature A key is a plain name.']],
    [`a: ${'['.repeat(70)}${']'.repeat(70)}`, ['1:64 yaml.too-deep Objects and lists nest more than 60 deep here.']],
  ])('has its faults told in plain words: %o', (text, expected) => {
    expect(read(text).faults).toEqual(expected)
  })

  it('goes on with the next document after one that can not be read', () => {
    const { documents, faults } = read('a: b: c\n---\nd: e\n')
    expect(faults).toHaveLength(1)
    expect(documents.map(plain)).toEqual([{ d: 'e' }])
  })

  it('of ten thousand brackets is a fault, not the end of the stack', () => {
    expect(read('['.repeat(10_000)).faults[0]).toContain('yaml.')
  })
})
