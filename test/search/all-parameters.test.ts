/**
 * Each of the 253 parameters that STU3 gives the fourteen types, over both demos: searched, not mapped or refused. The list is
 * rewritten by UPDATE_GOLDEN=1 alone, and then read.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { resourceTypes } from '../../src/fhir/stu3/elements.js'
import { searchParametersOf } from '../../src/fhir/stu3/search-parameters.js'
import { isParameterMapped } from '../../src/mapping/compile/invert.js'
import { searchParameter } from '../../src/search/element-path.js'
import { parseSearch } from '../../src/search/parse-search.js'
import { type BothDemos, openBothDemos } from '../support/both-demos.js'
import { judgeBaseUrl, valuesOf } from '../support/judge.js'
import { findAll } from '../support/open-facade.js'

const listed = new URL('all-parameters.txt', import.meta.url)

const samples: Readonly<Record<string, string>> = {
  token: 'x',
  string: 'x',
  date: '2020',
  number: '1',
  quantity: '1',
  reference: 'x',
  uri: 'http://a.example',
}

/** Those of all resources are looked at once, on patients. The two without an expression ask for no element. */
const isShared = (name: string): boolean => name.startsWith('_')
const asked = resourceTypes.flatMap(type =>
  [...searchParametersOf(type).keys(), '_content', '_query']
    .filter(name => !isShared(name) || type === 'Patient')
    .map(name => ({ type, name })),
)

function sampleOf(type: string, name: string): string {
  const parameter = searchParameter(type, name)
  const parts = parameter?.components?.map(part => samples[part.type])
  return parts?.join('$') ?? samples[parameter?.type ?? 'token'] ?? ''
}

describe('over both demos', () => {
  let demos: BothDemos
  const states = new Map<string, string>()

  beforeAll(async () => {
    demos = await openBothDemos()
    for (const { type, name } of asked) states.set(`${type}?${name}`, stateOf(type, name))
  }, 120_000)
  afterAll(() => demos.close())

  const mapsOf = (type: string) => demos.project.model.mapsOf.get(type) ?? []

  function stateOf(type: string, name: string): string {
    const parsed = parseSearch(type, `${name}=${encodeURIComponent(sampleOf(type, name))}`, {
      offers: demos.engine.offers,
      baseUrl: judgeBaseUrl,
    })
    if (!('faults' in parsed)) return 'searched'
    const parameter = searchParameter(type, name)
    const isMapped = mapsOf(type).some(map => parameter && isParameterMapped(map.searched, parameter))
    const reason = parsed.faults.map(({ text }) => text.split(/(?<=\.) /)[0]).join(' ')
    return isMapped || !reason.includes('from the data behind this server') ? `refused: ${reason}` : 'not mapped'
  }

  it('all 253 are searched, not mapped or refused with the reason', () => {
    expect(states.size).toBe(253)
    const text = [...states].map(([parameter, state]) => `${parameter}: ${state}\n`).join('')
    if (process.env.UPDATE_GOLDEN === '1') writeFileSync(listed, text)
    expect(text).toBe(readFileSync(listed, 'utf8'))
  })

  it('one that is mapped is searched, or refused with the reason', () => {
    const mapped = asked.filter(({ type, name }) => {
      const parameter = searchParameter(type, name)
      return mapsOf(type).some(map => parameter && isParameterMapped(map.searched, parameter))
    })
    expect(mapped.filter(({ type, name }) => states.get(`${type}?${name}`) === 'not mapped')).toEqual([])
  })

  it('one that is not mapped finds nothing in any resource', { timeout: 120_000 }, async () => {
    const found: string[] = []
    for (const type of resourceTypes) {
      const served = (await findAll(demos.engine, `${type}?_count=1000`)).slice(0, 300)
      for (const { name } of asked.filter(each => each.type === type)) {
        if (states.get(`${type}?${name}`) !== 'not mapped') continue
        const holder = served.find(resource => valuesOf(resource, name).length > 0)
        if (holder && !searchParametersOf(type).get(name)?.components) found.push(`${type}?${name} of ${holder.id}`)
      }
    }
    expect(found).toEqual([])
  })
})
