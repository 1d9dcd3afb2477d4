/** Any versions of any rows: memory, SQLite and a plain reading of the rule agree on what exists. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openMapped } from '../../support/mapped.js'
import { findAll, idsOf } from '../../support/open-facade.js'

interface Version {
  readonly key: number
  readonly version: string
  readonly gone: boolean
  readonly test: boolean
}

/** By type of the version column: what may stand in it, least first; '' is null. */
const kinds = [
  { type: 'int', versions: ['', '-1', '2', '10'], facts: '{}' },
  { type: 'varchar(9)', versions: ['', '0', '10', '2', 'A', 'a', 'É', 'é', '😀'], facts: '{}' },
  { type: 'char(3)', versions: ['', '1', '10', '2'], facts: '{ trim: true }' },
  { type: 'date', versions: ['', '0001-01-01', '2000-02-29', '2024-10-27'], facts: '{}' },
  { type: 'varchar(8)', versions: ['', '19991231', '20000229'], facts: '{ format: yyyyMMdd }' },
  { type: 'int', versions: ['', '5', '9'], facts: "{ nullIf: ['0'] }", none: ['', '0'] },
] as const

const rowsOf = (versions: readonly string[]) =>
  fc.array(
    fc.record({
      key: fc.integer({ min: 1, max: 3 }),
      version: fc.constantFrom(...versions),
      gone: fc.boolean(),
      test: fc.boolean(),
    }),
    { minLength: 1, maxLength: 9 },
  )

/** latest, then where, then gone; ties go to the greatest ROW, which is the place. */
function existing(rows: readonly Version[], rank: (version: string) => number): readonly string[] {
  const newest = new Map<number, Version>()
  for (const row of rows) {
    const known = newest.get(row.key)
    if (!known || rank(row.version) >= rank(known.version)) newest.set(row.key, row)
  }
  return [...newest.values()]
    .filter(({ gone, test: isTest }) => !gone && !isTest)
    .map(({ key }) => String(key))
    .sort()
}

describe('the latest of generated rows', () => {
  for (const kind of kinds)
    for (const adapter of ['memory', 'sqlite'] as const)
      test(`by ${kind.type} ${kind.facts} (${adapter})`, async () => {
        const none: readonly string[] = 'none' in kind ? kind.none : ['']
        const versions = [...new Set([...none, ...kind.versions])]
        const rank = (version: string) => (none.includes(version) ? -1 : versions.indexOf(version))
        await fc.assert(
          fc.asyncProperty(rowsOf(versions), async rows => {
            const lines = rows.map(({ key, version, gone, test: isTest }, place) =>
              [place, key, version, gone ? 'Y' : '', isTest ? 'T' : ''].join(' | '),
            )
            const { engine, close } = await openMapped(
              [
                {
                  yaml: `
                    source: gp
                    tables:
                      t: { key: [K], latest: V, where: TEST is null, gone: GONE = 'Y', columns: { V: ${kind.facts} } }
                      visit: { key: [ID] }
                    ---
                    map: patient
                    from: t as t
                    Patient: { 'name[official]': { use: official, family: { const: Anybody } } }
                    ---
                    map: visit
                    from: visit as v
                    joins: { t: { table: t, match: t.K = v.ID } }
                    Encounter: { status: finished, subject: { ref: patient, key: t.K } }
                    `,
                  tables: [
                    `t (ROW int*, K int, V ${kind.type}, GONE, TEST)`,
                    ...lines,
                    '',
                    'visit (ID int*)',
                    '1',
                    '2',
                    '3',
                  ].join('\n'),
                },
              ],
              adapter,
            )
            try {
              const expected = existing(rows, rank)
              expect(idsOf(await findAll(engine, 'Patient'))).toEqual(expected)
              expect(idsOf(await findAll(engine, 'Encounter?patient:missing=false'))).toEqual(expected)
              expect(idsOf(await findAll(engine, 'Encounter?patient._id=1,2,3'))).toEqual(expected)
            } finally {
              await close()
            }
          }),
          { numRuns: 12, seed: 7 },
        )
      })
})
