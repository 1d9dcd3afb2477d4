import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { functionsIn, loadFunctions } from '../../../src/app/load-functions.js'
import type { Diagnostic } from '../../../src/kernel/diagnostics.js'
import { parseMappingFile } from '../../../src/mapping/language/read-mapping-files.js'
import { faultsOf, type MappedSource, mapped, openMapped } from '../../support/mapped.js'
import { adapterNames, requestOptions } from '../../support/open-facade.js'

const functions = functionsIn({
  /** `S/0012` */
  hospitalNumber: (site: string | null, no: number | null) =>
    site === null || no === null ? undefined : `${site}/${String(no).padStart(4, '0')}`,
  sexOf: (letter: string | null) => {
    if (letter === 'X') throw new Error('a letter that nobody knows')
    return { M: 'male', F: 'female', Z: 'none of these' }[letter ?? ''] ?? 'unknown'
  },
  shout: (text: string | null, mark: string) => (text === null ? null : text.toUpperCase() + mark),
  inverses: {
    hospitalNumber: (text: string) => {
      const [, site, no] = /^(\w)\/(\d{4,})$/.exec(text) ?? []
      return site === undefined ? [] : [[site, Number(no)]]
    },
    sexOf: (code: string) => {
      if (code === 'other') throw new Error('no')
      const letters = { male: ['M'], female: ['F'], unknown: [null, 'U'] }[code] ?? []
      return letters.map(letter => [letter])
    },
  },
})

const patients: MappedSource = {
  yaml: `
    source: gp
    functions: functions.js
    tables: { patient: { key: [ID] } }
    ---
    map: patient
    from: patient as p
    Patient:
      identifier: { system: 'urn:h', value: { fn: hospitalNumber, args: [p.SITE, p.NO] } }
      name[official]: { use: official, family: { fn: shout, args: [p.SURNAME, '!'] } }
      gender: { fn: sexOf, args: p.SEX }
    `,
  files: { 'functions.js': 'export const x = 1' },
  functions,
  tables: `
    patient (ID int*, SURNAME, SITE, NO int, SEX)
    1 | Smith | S | 12  | M
    2 | Jones | S | 123 | F
    3 | Evans | T | 12  | U
    4 | Wells | S |     |
    5 | Brown |   | 12  | X
    6 |       | S | 99  | M
    7 | Odd   | T | 12345 | Z`,
}

describe('a value from a function', () => {
  mapped('is searched where the function says what it is made of', patients, [
    ['Patient', ['1', '2', '3', '4', '5', '7']],
    ['Patient?identifier=urn:h|S/0012', ['1']],
    ['Patient?identifier=S/0123,T/0012,T/12345', ['2', '3', '7']],
    ['Patient?identifier=S/12,s/0012,/0012,S/0099', []],
    ['Patient?identifier:missing=true', ['4', '5']],
    ['Patient?gender=male', ['1']],
    ['Patient?gender=unknown', ['3', '4']],
    ['Patient?gender:missing=true', ['5', '7']],
    ['Patient?gender:not=male', ['2', '3', '4', '5', '7']],
  ])

  mapped('is not searched where it does not', patients, [['Patient?family=smith', /search.parameter-unsupported/]])

  mapped('is refused for a value that the inverse fails at', patients, [
    ['Patient?gender=other', /gender can not be searched over the map gp\/patient. The function sexOf says not/],
  ])

  for (const adapter of adapterNames)
    test(`takes its faults for values that are not there (${adapter})`, async () => {
      const { engine, close } = await openMapped([patients], adapter)
      const { resources } = await engine.search('Patient', '', requestOptions())
      expect(resources.map(resource => ('gender' in resource ? resource.gender : undefined))).toEqual([
        'male',
        'female',
        'unknown',
        'unknown',
        undefined,
        undefined,
      ])
      expect(resources[0]).toMatchObject({ name: [{ family: 'SMITH!' }], identifier: [{ value: 'S/0012' }] })
      await close()
    })

  const named = (value: string, head = 'functions: functions.js') => ({
    ...patients,
    yaml: patients.yaml.replace('functions: functions.js', head).replace('{ fn: sexOf, args: p.SEX }', value),
  })

  test.each([
    [
      '{ fn: sexOff, args: [p.SEX] }',
      ':10:17 error map.function-unknown: The file functions.js exports no function sexOff. Did you mean sexOf?',
    ],
    ['{ fn: sexOf }', ':10:11 error map.key-missing: A function needs args.'],
    ['{ fn: sexOf, args: [p.SECKS] }', ':10:31 error schema.column-unknown'],
    ['{ fn: sexOf, args: [{ first: [p.SEX] }] }', ':10:31 error map.value-kind: A function takes columns and constants.'],
  ])('%s', async (value, fault) => {
    expect((await faultsOf([named(value)])).join('\n')).toContain(fault)
  })

  test('its file is one that can be read', async () => {
    const [fault] = await faultsOf([named('male', 'functions: other.js')])
    expect(fault).toContain('test.yaml:2:12 error map.functions-unreadable: other.js can not be read')
  })
})

describe('a file of functions', () => {
  const load = async (text: string) => {
    const dir = mkdtempSync(join(tmpdir(), 'careconnect-'))
    writeFileSync(join(dir, 'functions.mjs'), text)
    const yaml = 'source: s\nfunctions: ./functions.mjs\ntables: { t: { key: [K] } }'
    const [source] = parseMappingFile('s.yaml', yaml, () => text).sources
    if (!source) throw new Error('The source document is a good one.')
    const diagnostics: Diagnostic[] = []
    const functions = await loadFunctions(source, dir, diagnostics)
    rmSync(dir, { recursive: true })
    return { functions, diagnostics }
  }

  test('gives each function that it exports, with its inverse', async () => {
    const { functions, diagnostics } = await load(
      'export const a = x => x + 1\nexport function b() {}\nexport const c = 1\nexport const inverses = { a: x => [[x - 1]] }',
    )
    expect(diagnostics).toEqual([])
    expect([...(functions ?? [])].map(([name, { call, inverse }]) => [name, call(1), inverse?.('2')])).toEqual([
      ['a', 2, [[1]]],
      ['b', undefined, undefined],
    ])
  })

  test('that can not be run is told at its place', async () => {
    const { functions, diagnostics } = await load('throw new Error("not today")')
    expect(functions).toBeUndefined()
    expect(diagnostics).toMatchObject([
      { code: 'map.functions-unreadable', at: { line: 2, column: 12 }, message: './functions.mjs can not be run: not today' },
    ])
  })
})
