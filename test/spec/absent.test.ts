/** Elements that the source lacks (MAPPING section 5, `absent`). */
import { describe, expect, it } from 'vitest'
import { faultsOfMapping } from '../support/parse-mapping.js'
import { findsEach, tryMapping } from '../support/trial.js'

const yaml = `
source: gp
tables:
  event: { key: [ID] }
---
map: event
from: event as e
codes:
  state: { map: { F: final, P: preliminary } }
  code: { system: loinc, map: { A: 8867-4, B: 8310-5 } }
Observation:
  status: { first: [{ col: e.STATE, codes: state }, { absent: unknown }] }
  code: { first: [{ col: e.CODE, codes: code }, { absent: notasked }] }
  subject: { absent: masked }
  effectiveDateTime: { first: [e.AT, { absent: error }] }
  effectivePeriod: { start: e.FROM_AT }
  performer: { display: Somebody }
  bodySite:
    coding: { first: [{ if: e.CODE = 'A', then: snomed|1|Arm }, { absent: unknown }] }
  method: { text: e.STATE, coding: { absent: unknown } }
`
const event = {
  columns: { ID: 'INTEGER not null', STATE: 'CHAR(1)', CODE: 'VARCHAR(5)', AT: 'DATETIME', FROM_AT: 'DATETIME' },
  rows: [
    [1, 'F', 'A', '2020-01-02 10:00:00', null],
    [2, null, 'B', null, '2020-01-03 10:00:00'],
    [3, 'P', null, null, null],
    [4, 'X', 'Z', '2020-01-02 11:00:00', null],
  ],
} as const
const absent = (reason: string) => ({
  extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: reason }],
})

tryMapping('absent', { yaml, tables: { event } }, asked => {
  it('gives the reason where there is no value, and no row is lost', async () => {
    const [first, second, third, fourth] = await asked().all('Observation')
    expect(first).toMatchObject({
      status: 'final',
      code: { coding: [{ code: '8867-4' }] },
      subject: absent('masked'),
      bodySite: { coding: [{ code: '1' }] },
    })
    expect(first).not.toHaveProperty('_status')
    expect(second).toMatchObject({
      _status: absent('unknown'),
      code: { coding: [{ code: '8310-5' }] },
      _effectiveDateTime: absent('error'),
    })
    expect(second).not.toHaveProperty('status')
    expect(second).toMatchObject({ bodySite: { coding: [absent('unknown')] } })
    expect(third).toMatchObject({ status: 'preliminary', code: absent('notasked') })
    expect(fourth).toMatchObject({ _status: absent('unknown'), code: absent('notasked') })
  })
  it('takes the whole choice: what is written after it is never reached', async () => {
    const served = await asked().all('Observation')
    for (const resource of served) expect(resource).not.toHaveProperty('effectivePeriod')
  })
  it('gives a parameter that nothing can be found by no offer', () => {
    expect([...(asked().engine.offers.get('Observation')?.parameters.keys() ?? [])]).not.toContain('subject')
  })
  findsEach(asked, [
    ['Observation', ['1', '2', '3', '4']],
    ['Observation?status=final', ['1']],
    ['Observation?status:not=final', ['2', '3', '4']],
    ['Observation?status:missing=true', ['2', '4']],
    ['Observation?status:missing=false', ['1', '3']],
    ['Observation?code=8867-4', ['1']],
    ['Observation?code:missing=true', ['3', '4']],
    ['Observation?code:not=8310-5', ['1', '3', '4']],
    ['Observation?code=unknown', []],
    ['Observation?date=2020', ['1', '4']],
    ['Observation?date:missing=true', ['2', '3']],
    ['Observation?method:missing=true', ['2']],
  ])
})

const choice = yaml.replace(
  '  effectiveDateTime: { first: [e.AT, { absent: error }] }\n  effectivePeriod: { start: e.FROM_AT }\n',
  '  effectivePeriod: { start: e.FROM_AT }\n  effectiveDateTime: { first: [e.AT, { absent: error }] }\n',
)

tryMapping('absent as the last of a choice', { yaml: choice, tables: { event } }, asked => {
  it('gives way to what was written before it', async () => {
    const [first, second, third] = await asked().all('Observation')
    expect(first).toHaveProperty('effectiveDateTime')
    expect(second).toHaveProperty('effectivePeriod')
    expect(second).not.toHaveProperty('_effectiveDateTime')
    expect(third).toMatchObject({ _effectiveDateTime: absent('error') })
  })
  findsEach(asked, [
    ['Observation?date=2020-01-03', []],
    ['Observation?date=ge2020-01-03', ['2']],
    ['Observation?date:missing=true', ['3']],
  ])
})

describe('faults of absent', () => {
  it.each([
    ['status: { if: e.ID > 2, then: { absent: unknown } }', 'map.absent-place'],
    ['status: { absent: gone }', 'absent takes unknown, asked, temp'],
    [
      'identifier: { system: x, value: { absent: masked } }',
      'identifier is nothing without its value. Write absent in place of the whole: identifier: { absent: masked }.',
    ],
  ])('%s', (element, message) => {
    const text = yaml.replace(/ {2}status: .*\n/, `  ${element}\n${element.startsWith('status') ? '' : '  status: final\n'}`)
    expect(faultsOfMapping(text).join()).toContain(message)
  })
})
