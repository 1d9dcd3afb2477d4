/** `Prefer: handling=…` of searches. https://hl7.org/fhir/STU3/search.html#errors */
import { describe, expect, it, test } from 'vitest'
import type { Engine, RequestOptions } from '../../src/engine/engine.js'
import { handlingOf } from '../../src/http/plugins/preference.js'
import { openTestServer } from '../support/http-server.js'
import { requestOptions } from '../support/open-facade.js'
import { samplePage, scriptEngine } from '../support/scripted-engine.js'
import { openSpec } from '../support/spec.js'

describe('the header', () => {
  test.each<[header: string | undefined, handling: string | undefined]>([
    [undefined, undefined],
    ['', undefined],
    ['handling=lenient', 'lenient'],
    ['Handling = "Strict"', 'strict'],
    ['respond-async, handling=lenient; because="a, b", wait=10', 'lenient'],
    ['handling=strict, handling=lenient', 'strict'],
    ['foo="a, handling=lenient"', undefined],
    ['handling=careless', undefined],
    ['handling', undefined],
    ['nothandling=lenient', undefined],
    ['"', undefined],
  ])('%s: %s', (header, handling) => expect(handlingOf(header)).toBe(handling))

  test.each([
    ['handling=lenient', 'lenient'],
    ['handling=strict', 'strict'],
    ['return=minimal', undefined],
  ])('%s reaches the search, and the answer says so', async (prefer, handling) => {
    const asked: (RequestOptions['handling'] | undefined)[] = []
    const search: Engine['search'] = async (_type, _query, options) => {
      asked.push(options.handling)
      return samplePage
    }
    const { server } = openTestServer(scriptEngine({ search }))
    const response = await server.inject({ url: '/STU3/Patient', headers: { prefer } })
    expect(asked).toEqual([handling])
    expect(response.headers['preference-applied']).toBe(handling && `handling=${handling}`)
  })
})

describe('a search', () => {
  const people = { rows: 'person | sex\n-------+-------\n1      | male\n2      | female', map: 'gender: p.sex' }
  const ask = async (query: string, handling?: 'strict' | 'lenient') => {
    const { engine, close } = await openSpec(people, 'Patient', 'memory')
    try {
      return await engine.search('Patient', query, { ...requestOptions(), ...(handling && { handling }) })
    } finally {
      await close()
    }
  }

  it('that is lenient leaves out what can not be searched, and says so in an outcome and in its link', async () => {
    const page = await ask(
      'gender=male&shoe-size=9&birthdate=2000&_text=x&_sort=birthdate&_include=Patient:link&_count=5',
      'lenient',
    )
    expect(page.resources.map(({ id }) => id)).toEqual(['1'])
    expect(page.self).toBe('gender=male&_count=5')
    expect(page.outcomes.map(({ severity, code, text }) => [severity, code, text.split(' ')[0]])).toEqual([
      ['warning', 'not-supported', 'shoe-size'],
      ['warning', 'not-supported', 'birthdate'],
      ['warning', 'not-supported', '_text'],
      ['warning', 'not-supported', '_sort=birthdate'],
      ['warning', 'not-supported', '_include'],
    ])
    expect(page.outcomes[0]?.text).toMatch(/was left out of this search, as Prefer: handling=lenient asks\. This is no search/)
  })

  it('says nothing where nothing was left out', async () => {
    expect((await ask('gender=male', 'lenient')).outcomes).toEqual([])
  })

  test.each(['gender:exact=male', 'gender=a|b|c', '_count=many', 'gender', 'gender:missing=perhaps'])(
    'that is lenient is refused all the same for a modifier or a value: %s',
    async query => {
      await expect(ask(query, 'lenient')).rejects.toMatchObject({ faults: [{}] })
    },
  )

  test.each([undefined, 'strict'] as const)('is strict else: %s', async handling => {
    await expect(ask('shoe-size=9', handling)).rejects.toMatchObject({ faults: [{ code: 'search.parameter-unknown' }] })
  })
})
