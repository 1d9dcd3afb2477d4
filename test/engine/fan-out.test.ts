/** One search over two databases: what is asked, in which order it comes, how it is counted, and what happens when one is away. */
import { rmSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, describe, expect, it, test, vi } from 'vitest'
import type { SearchPage } from '../../src/engine/engine.js'
import { FacadeError } from '../../src/kernel/errors.js'
import { type Adapter, AdapterError, type AdapterErrorCode } from '../../src/spi/index.js'
import { nhsNumberOf } from '../../src/tooling/demo/nhs-numbers.js'
import { type BothDemos, openBothDemos } from '../support/both-demos.js'
import { openTestServer } from '../support/http-server.js'
import { findAll, idsBackwards, idsOf, pagesOf, requestOptions, splitSearch } from '../support/open-facade.js'
import { recordSent, type Sent } from '../support/print-query.js'

/** Of patient 60 of the GP system, whom the hospital knows as its twentieth. */
const nhsNumber = `https://fhir.nhs.uk/Id/nhs-number%7C${nhsNumberOf(60)}`
const isOfHospital = (id: string): boolean => /^(pas|spell|fce|opd|ae|lab|micro|chart|cbp|obp|form)-/.test(id)

describe('a search over both systems', () => {
  let both: BothDemos
  const sent: { readonly source: string; readonly what: Sent }[] = []
  beforeAll(async () => {
    both = await openBothDemos({
      wrap: (adapter, source) => {
        const own: Sent[] = []
        own.push = what => sent.push({ source, what })
        return recordSent(adapter, own)
      },
    })
  })
  beforeEach(() => {
    sent.length = 0
  })
  afterAll(() => both.close())

  /** `pas spell`, without lookup tables, which are read once and kept. */
  const asked = (): readonly string[] =>
    sent.flatMap(({ source, what: { kind, query } }) =>
      both.project.model.maps.some(map => map.source === source && map.entity === query.from.entity)
        ? [`${kind === 'count' ? 'count ' : ''}${source} ${query.from.entity}`]
        : [],
    )
  const search = async (text: string): Promise<SearchPage> => {
    const [type, query] = splitSearch(text)
    return both.engine.search(type, query, requestOptions())
  }

  it('finds the records of a person in both by the NHS number', async () => {
    expect(idsOf(await findAll(both.engine, `Patient?identifier=${nhsNumber}`))).toEqual(['60', 'pas-8100000020'])
  })

  it('finds what refers to them in both, each reference within its own system', async () => {
    const found = await findAll(both.engine, `Encounter?patient.identifier=${nhsNumber}&_count=500`)
    const subjects = new Set(found.map(resource => JSON.stringify('subject' in resource && resource.subject)))
    expect([...subjects].sort()).toEqual(['{"reference":"Patient/60"}', '{"reference":"Patient/pas-8100000020"}'])
  })

  test.each<[search: string, asked: readonly string[]]>([
    // An id says which map it is of.
    ['Patient?_id=pas-8100000020', ['pas patient']],
    ['Patient?_id=60', ['gp patient']],
    ['Encounter?_id=ae-5002', ['pas emergency']],
    ['Observation?_id=chart-1.hr', ['pas chart']],
    // A reference does, too: nothing of the GP system is about a patient of the hospital.
    ['Procedure?patient=pas-8100000020', ['pas operation']],
    // Of four slots of one map one has this code; laboratory codes are looked up in memory, and none is this one.
    ['Observation?patient=pas-8100000020&code=http://loinc.org%7C8310-5', ['pas chart']],
    // Constants: only the emergency department has this class, which is said in no column.
    ['Encounter?class=EMER', ['pas emergency']],
    ['Encounter?class=nowhere', []],
    ['Immunization?_id=pas-8100000020', []],
  ])('%s asks %j', async (text, expected) => {
    await search(text)
    expect([...new Set(asked().filter(each => !each.startsWith('count ')))].sort()).toEqual([...new Set(expected)].sort())
  })

  it('counts each map once, and adds them up', async () => {
    const [first] = await pagesOf(both.engine, 'Practitioner?_count=3')
    const all = await findAll(both.engine, 'Practitioner?_count=500')
    expect(first?.total).toBe(all.length)
    expect(all.some(({ id }) => id?.startsWith('cons-'))).toBe(true)
    sent.length = 0
    await search('Practitioner?_count=0')
    // Nothing says that two consultants never share a number, and what shares one is not served: these are looked at one by one.
    expect([...new Set(asked())].sort()).toEqual(['count gp staff', 'count pas user', 'pas consultant'])
  })

  it.each(['Patient?_sort=_lastUpdated', 'Patient?_sort=-_lastUpdated', 'Observation?_sort=-date&date=ge2023'])(
    '%s is one order over both, the same in small pages',
    async text => {
      const whole = await findAll(both.engine, `${text}&_count=1000`)
      const timeOf = (resource: object): number => {
        const time = 'effectiveDateTime' in resource ? resource.effectiveDateTime : undefined
        const meta = 'meta' in resource ? (resource.meta as { readonly lastUpdated?: string }) : {}
        const at = text.includes('_lastUpdated') ? meta.lastUpdated : time
        return at === undefined ? Number.NaN : Date.parse(String(at)) * (text.includes('=-') ? -1 : 1)
      }
      const times = whole.map(timeOf).filter(time => !Number.isNaN(time))
      expect(times).toEqual([...times].sort((a, b) => a - b))
      const systems = idsOf(whole).map(isOfHospital)
      // Not one system after the other.
      expect(systems.filter((system, at) => at > 0 && system !== systems[at - 1]).length).toBeGreaterThan(5)
      const paged = await findAll(both.engine, `${text}&_count=17`)
      expect(idsOf(paged)).toEqual(idsOf(whole))
      expect(await idsBackwards(both.engine, `${text}&_count=17`)).toEqual(idsOf(whole))
    },
  )

  it('pages through all maps of both without losing or repeating any', async () => {
    const whole = idsOf(await findAll(both.engine, 'Encounter?_count=1000'))
    const paged = idsOf(await findAll(both.engine, 'Encounter?_count=13'))
    expect(paged).toEqual(whole)
    expect(await idsBackwards(both.engine, 'Encounter?_count=13')).toEqual(whole)
    expect(new Set(whole).size).toBe(whole.length)
  })
})

// ── A source that is away ───────────────────────────────────────────────────────────────────────────────────────────

/** Fails for as long as it is told to. */
function breakable(adapter: Adapter, failing: { code: AdapterErrorCode | undefined; asked: number }): Adapter {
  const fail = (): void => {
    failing.asked++
    if (failing.code) throw new AdapterError(failing.code, 'The words of a driver, with a value.')
  }
  return {
    ...recordSent(adapter, []),
    async *read(query, options) {
      fail()
      yield* adapter.read(query, options)
    },
    async count(query, options) {
      fail()
      return (await adapter.count?.(query, options)) ?? 0
    },
  }
}

describe('while the hospital does not answer', () => {
  const failing: { code: AdapterErrorCode | undefined; asked: number } = { code: undefined, asked: 0 }
  let both: BothDemos
  beforeAll(async () => {
    both = await openBothDemos({ wrap: (adapter, source) => (source === 'pas' ? breakable(adapter, failing) : adapter) })
  })
  beforeEach(() => {
    failing.code = 'unavailable'
    failing.asked = 0
  })
  afterAll(() => both.close())

  const page = (query: string): Promise<SearchPage> => both.engine.search('Patient', query, requestOptions())
  const words = 'The source pas can not be reached. Try again later. What it holds is not in this answer.'

  it('what the other system has is served, with an outcome that says what is missing, and no total', async () => {
    const found = await page('family=smith&_count=500')
    expect(idsOf(found.resources)).toEqual(['1', '2', '3', '4', '5', '59'].filter(id => idsOf(found.resources).includes(id)))
    expect(found.resources.length).toBeGreaterThan(3)
    expect(found.outcomes).toContainEqual({ severity: 'warning', code: 'transient', text: words })
    expect(found.total).toBeUndefined()
  })

  it('it is asked once, however many maps it has', async () => {
    await both.engine.search('Encounter', '_count=500', requestOptions())
    expect(failing.asked).toBe(1)
  })

  it('the same in order', async () => {
    const found = await page('_sort=_lastUpdated&_count=500')
    expect(idsOf(found.resources).some(isOfHospital)).toBe(false)
    expect(found.outcomes.map(({ text }) => text)).toContain(words)
  })

  it.each<[AdapterErrorCode, string]>([
    ['timed-out', 'timeout'],
    ['overloaded', 'throttled'],
    ['denied', 'transient'],
  ])('%s is told as %s', async (code, issue) => {
    failing.code = code
    const { outcomes } = await page('family=smith&_count=500')
    expect(outcomes.map(outcome => outcome.code)).toContain(issue)
  })

  it('a fault is no absence: it fails the search', async () => {
    failing.code = 'fault'
    await expect(page('family=smith&_count=500')).rejects.toMatchObject({ code: 'source.fault' })
  })

  it.each([
    ['Patient', '_id=pas-8100000001'],
    ['Encounter', 'class=EMER'],
  ])('%s?%s, which only the hospital could answer, is 503', async (type, query) => {
    await expect(both.engine.search(type, query, requestOptions())).rejects.toMatchObject({ code: 'source.unavailable' })
    const { server } = openTestServer(both.engine)
    const response = await server.inject(`/STU3/${type}?${query}`)
    expect(response.statusCode).toBe(503)
    expect(response.body).not.toContain('words of a driver')
  })

  it('a read of the hospital is 503, and of the other system as ever', async () => {
    await expect(both.engine.read('Patient', 'pas-8100000001', requestOptions())).rejects.toMatchObject({
      code: 'source.unavailable',
    })
    expect((await both.engine.read('Patient', '1', requestOptions())).resource.id).toBe('1')
  })

  it('a number alone is not given, since it would be wrong', async () => {
    await expect(page('_count=0')).rejects.toMatchObject({ code: 'source.unavailable' })
  })

  it('nothing is lost when it comes back between two pages', async () => {
    failing.code = undefined
    const all = idsOf(await findAll(both.engine, 'Patient?_count=500'))
    failing.code = 'unavailable'
    const first = await page('_count=200')
    failing.code = undefined
    // Nothing was left of the other system, so there is no page that could bring the rest: the outcome has said so.
    expect(first.next).toBeUndefined()
    failing.code = 'unavailable'
    let some = await page('_count=40')
    const found = [...idsOf(some.resources)]
    failing.code = undefined
    while (some.next !== undefined) {
      some = await page(`_page=${encodeURIComponent(some.next)}`)
      found.push(...idsOf(some.resources))
    }
    expect(found).toEqual(all)
  })
})

describe('the database of the hospital', () => {
  it('taken away while it is served: what the GP system has is served still', async () => {
    const both = await openBothDemos()
    try {
      rmSync(both.fileOf('pas'))
      // An open file can be read on for a moment.
      const page = await vi.waitFor(
        async () => {
          const found = await both.engine.search('Patient', 'family=smith&_count=500', requestOptions())
          expect(found.outcomes.map(({ text }) => text).join()).toContain('The source pas')
          return found
        },
        { timeout: 10_000, interval: 100 },
      )
      expect(page.resources.length).toBeGreaterThan(3)
      expect(idsOf(page.resources).some(isOfHospital)).toBe(false)
      const failure = await both.engine.read('Patient', 'pas-8100000001', requestOptions()).catch((error: unknown) => error)
      expect(failure).toBeInstanceOf(FacadeError)
    } finally {
      await both.close()
    }
  })
})
