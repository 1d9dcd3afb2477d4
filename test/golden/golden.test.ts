/**
 * Request, what is sent to the source, its SQL and the answer, side by side: one file a case. They are rewritten by
 * UPDATE_GOLDEN=1 alone, and then read.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildBundle } from '../../src/engine/build-bundle.js'
import { openDemo } from '../support/demo-facade.js'
import { judgeBaseUrl } from '../support/judge.js'
import { type Facade, requestOptions, splitSearch } from '../support/open-facade.js'
import { printSent, recordSent, type Sent } from '../support/print-query.js'

const cases: Readonly<Record<string, string>> = {
  'patient-by-nhs-number': 'Patient?identifier=https://fhir.nhs.uk/Id/nhs-number%7C9990000026',
  'patient-by-name-and-gender': 'Patient?family=smi&gender=female&_count=1',
  'patient-by-two-words-of-a-name': 'Patient?name=emily%20smith&_count=1',
  'patient-by-birth-date': 'Patient?birthdate=ge1950-01-01&birthdate=lt1952',
  'patient-without-a-gp': 'Patient?general-practitioner:missing=true&_count=1',
  'patient-by-postcode-of-an-address': 'Patient?address-postalcode=qx4&gender:not=male&_count=1',
  'patient-by-a-code-that-is-not-there': 'Patient?gender=nobody',
  'observation-by-patient-and-code': 'Observation?patient=60&code=http://loinc.org%7C59261-8&_count=2',
  'observation-by-component': 'Observation?patient=56&component-code=8462-4&_count=1',
  'observation-by-date-at-a-clock-change': 'Observation?patient=52&date=2021-10-31&_sort=-date&_count=1',
  'observation-by-patient-identifier':
    'Observation?patient.identifier=https://fhir.nhs.uk/Id/nhs-number%7C9990001200&code=2823-3&_count=1',
  'practitioner-roles-with-practitioner-and-organization':
    'PractitionerRole?active=true&_include=PractitionerRole:practitioner&_include=PractitionerRole:organization&_count=2',
  'observation-by-quantity-in-another-unit':
    'Observation?code=http://loinc.org%7C2823-3&value-quantity=gt5500%7Chttp://unitsofmeasure.org%7Cumol/L&_count=1',
  'observation-by-component-and-quantity':
    'Observation?component-code-value-quantity=http://loinc.org%7C8480-6$gt160%7Chttp://unitsofmeasure.org%7Cmm[Hg]&_count=1',
  'organization-by-identifier': 'Organization?identifier=Z99001',
}

describe('the demo on SQLite', () => {
  let facade: Facade
  const sent: Sent[] = []
  beforeAll(async () => {
    facade = await openDemo('sqlite', { wrap: adapter => recordSent(adapter, sent) })
    // Small lookup tables are kept in memory once they were read: that has a case of its own in statements.test.ts.
    await facade.engine.search('Observation', 'code=8462-4&category=laboratory', requestOptions())
  })
  afterAll(() => facade.close())

  test.each(Object.entries(cases))('%s', async (name, search) => {
    sent.length = 0
    const [type, query] = splitSearch(search)
    const page = await facade.engine.search(type, query, requestOptions())
    const text = [
      `GET ${search}`,
      '',
      ...(await sentTexts()),
      JSON.stringify(shown(buildBundle(page, judgeBaseUrl)), null, 2),
      '',
    ].join('\n')
    const file = join('test', 'golden', `${name}.golden`)
    if (process.env.UPDATE_GOLDEN === '1') writeFileSync(file, text)
    expect(existsSync(file), `${file} is written by UPDATE_GOLDEN=1`).toBe(true)
    expect(text).toBe(readFileSync(file, 'utf8'))
  })

  async function sentTexts(): Promise<readonly string[]> {
    if (sent.length === 0) return ['nothing is sent', '']
    const texts: string[] = []
    for (const each of [...sent]) {
      texts.push(...printSent(each))
      if (each.kind === 'read')
        for (const { text } of (await facade.adapter.explain?.(each.query, requestOptions())) ?? []) texts.push('', text)
      texts.push('')
    }
    return texts
  }
})

/** Page links differ from run to run. */
const shown = (bundle: unknown): unknown =>
  JSON.parse(JSON.stringify(bundle), (key, value: unknown) =>
    key === 'url' && typeof value === 'string' ? value.replace(/_page=.*/, '_page=TOKEN') : value,
  )
