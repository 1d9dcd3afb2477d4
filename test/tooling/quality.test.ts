/** What `quality` and `preview` say of what is left out: grouped by rule, capped, with stored values for the terminal alone. */
import { expect, it, test } from 'vitest'
import { LossTally } from '../../src/tooling/loss-tally.js'
import { measureQuality } from '../../src/tooling/quality.js'
import { renderLosses } from '../../src/tooling/render-losses.js'
import { qualityReport, renderQuality } from '../../src/tooling/render-quality.js'
import { conditionOf } from '../../src/tooling/stored-behind.js'
import { colourStyle, plainStyle } from '../../src/tooling/terminal/style.js'
import { type MappedSource, openMapped } from '../support/mapped.js'
import { now } from '../support/open-facade.js'

const options = { now, timeoutMs: 20_000, progress: () => undefined }

const clients: Pick<MappedSource, 'yaml'> = {
  yaml: `
    source: clinic
    tables:
      client: { key: [ID], columns: { DOB: { format: yyyyMMdd } } }
      phone: { key: [ID], columns: { SINCE: { format: yyyyMMdd } } }
    ---
    map: patient
    from: client as c
    lists: { phones: { table: phone, match: phones.CLIENT = c.ID } }
    Patient:
      name[official]: { family: c.SURNAME, given: [c.FORENAME] }
      birthDate: c.DOB
      telecom:
        for: phones
        system: { col: phones.KIND, codes: { map: { P: phone } } }
        value: phones.NUMBER
        period: { start: phones.SINCE }
  `,
}

async function qualityOf(tables: string) {
  const { model, adapters, close } = await openMapped([{ ...clients, tables }], 'sqlite')
  try {
    const [map] = model.maps
    const adapter = adapters.get('clinic')
    if (!map || !adapter) throw new Error('There is no map.')
    return await measureQuality(
      { model, sources: new Map([['clinic', { adapter, schemaOf: () => undefined }]]) },
      map,
      undefined,
      options,
    )
  } finally {
    await close()
  }
}

it('each loss is told with what is stored in the columns behind it, child rows among them', async () => {
  const { losses } = await qualityOf(`
    client (ID int*, SURNAME, FORENAME, DOB)
    1 | Smith |     | 19801131
    2 |       | Ann | 19800203

    phone (ID int*, CLIENT int, KIND, NUMBER, SINCE)
    1 | 1 | P | 01632 960001 | 20200101
    2 | 1 | X | 01632 960002 | 2020
    3 | 1 | Y | 01632 960003 |
  `)
  expect(losses.map(({ place, stored }) => [place, stored])).toEqual([
    ['Patient.name.family', ['c.SURNAME is null']],
    ['DOB', ["c.DOB = '19801131'"]],
    ['SINCE', ["phones.SINCE = '2020'"]],
    ['Patient.telecom.system', ["phones.KIND in ('X', 'Y')"]],
    ['phones.KIND', ["phones.KIND in ('X', 'Y')"]],
  ])
})

it('of ten thousand rows five ids and three values are shown, and how many more there are', async () => {
  const rows = Array.from({ length: 10_000 }, (_, index) => `${index + 1} | Smith | Ann | 1980-${index}`)
  const quality = await qualityOf(
    `client (ID int*, SURNAME, FORENAME, DOB)\n${rows.join('\n')}\n\nphone (ID int*, CLIENT int, KIND, NUMBER, SINCE)`,
  )
  expect(renderQuality([quality], plainStyle)).toEqual([
    'MAP             ROWS   SERVED  GONE  LEFT OUT',
    'clinic/patient  10000  10000   0     0',
    '',
    'holds a value that can not be read, or that its element does not allow: 10000 rows',
    '  MAP             PLACE  ROWS   NOT SERVED  IDS                          STORED',
    "  clinic/patient  DOB    10000  0           1, 2, 3, 4, 5 and 9995 more  c.DOB = '1980-0'; c.DOB = '1980-1'; c.DOB = '1980-2'; …",
  ])
  expect(JSON.stringify(qualityReport([quality]))).not.toContain('1980-')
})

it('a rule counts a row once, and rules stand by what they cost', () => {
  const tally = new LossTally()
  const stored = [{ column: 'c.X', stored: 'x' }]
  tally.add({ id: '1', isLeftOut: false, losses: ['a', 'b'].map(place => ({ rule: 'unreadable', place, stored })) })
  tally.add({ id: '2', isLeftOut: true, losses: [{ rule: 'required', place: 'Patient.name', stored: [] }] })
  const lines = renderLosses([{ map: 'm', rules: tally.rules(), losses: tally.losses() }], colourStyle)
  expect(lines.filter(line => line.includes(': 1 row'))).toEqual([
    '\u001b[1mhas no value, and the profile requires one\u001b[22m: 1 row\u001b[31m, 1 not served\u001b[39m',
    '\u001b[1mholds a value that can not be read, or that its element does not allow\u001b[22m: 1 row',
  ])
})

test.each([
  [[], ''],
  [[{ column: 'c.A', stored: null }], 'c.A is null'],
  [[{ column: 'c.A', stored: "O'Brien" }], "c.A = 'O''Brien'"],
  [[{ column: 'c.A', stored: 7 }], 'c.A = 7'],
  [[{ column: 'c.A', stored: new Uint8Array([1, 255]) }], "c.A = x'01ff'"],
  [[{ column: 'c.A', stored: 'x'.repeat(50) }], `c.A = '${'x'.repeat(39)}…'`],
  [
    [
      { column: 'c.A', stored: 'b' },
      { column: 'c.B', stored: null },
      { column: 'c.A', stored: 'a' },
    ],
    "c.A in ('a', 'b') and c.B is null",
  ],
])('stored values read as a condition: %j', (values, condition) => {
  expect(conditionOf(values)).toBe(condition)
})
