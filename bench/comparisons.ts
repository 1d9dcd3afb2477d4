/** What is compared by `pages.ts`. Each looks at the bodies first: what does not give the same resources is not worth timing. */
import { isDeepStrictEqual } from 'node:util'
import { nhsNumberOf } from '../src/tooling/demo/nhs-numbers.js'

export type SourceName = 'gp' | 'pas'

export interface Side {
  /** Of the server that is asked. */
  readonly sources: readonly SourceName[]
  /** Below the base address; all of them are asked. */
  readonly paths: readonly string[]
}

export interface Comparison {
  readonly name: string
  readonly asked: Side
  /** Their costs are added up. */
  readonly beside: readonly Side[]
  /** The greatest ratio that is right. */
  readonly aim?: number
}

type UrlOf = (place: { readonly sources: readonly SourceName[]; readonly path: string }) => string

interface Identified {
  readonly resourceType: string
  readonly id: string
}

const both = ['gp', 'pas'] as const
const greatestPage = 500

/** A page that holds all there is, so that it is the sum of its parts. */
const twoSources =
  (name: string, path: string) =>
  async (urlOf: UrlOf): Promise<Comparison> => {
    const whole = await resourcesAt(urlOf({ sources: both, path }))
    const parts = (await Promise.all(both.map(source => resourcesAt(urlOf({ sources: [source], path }))))).filter(some)
    if (parts.length < both.length || !isDeepStrictEqual(byName(whole), byName(parts.flat())))
      throw new Error(`${path}: both sources together do not give what each of them gives.`)
    const beside = both.map(source => ({ sources: [source], paths: [path] }))
    return { name: `${name}, two sources beside each alone`, asked: { sources: both, paths: [path] }, beside, aim: 1.3 }
  }

const inXml =
  (name: string, path: string) =>
  async (urlOf: UrlOf): Promise<Comparison> => {
    const [xml, json] = [`${path}&_format=xml`, `${path}&_format=json`]
    const written = await textAt(urlOf({ sources: both, path: xml }))
    const named = [...written.matchAll(/<fullUrl value="[^"]*\/([A-Za-z]+\/[^"/]+)"/g)].map(([, reference]) => reference)
    const meant = (await resourcesAt(urlOf({ sources: both, path: json }))).map(nameOf)
    if (meant.length === 0 || !isDeepStrictEqual(named, meant)) throw new Error(`${path}: XML does not hold what JSON does.`)
    const side = (asked: string): Side => ({ sources: both, paths: [asked] })
    return { name: `${name}, XML beside JSON`, asked: side(xml), beside: [side(json)], aim: 2 }
  }

const onePage =
  (name: string, path: string) =>
  async (urlOf: UrlOf): Promise<Comparison> => {
    const page = await resourcesAt(urlOf({ sources: both, path }))
    const paths = page.map(resource => `/${nameOf(resource)}`)
    const reads = await Promise.all(paths.map(async each => JSON.parse(await textAt(urlOf({ sources: both, path: each })))))
    if (page.length !== 50 || !isDeepStrictEqual(page, reads)) throw new Error(`${path}: a page does not hold what reads give.`)
    return {
      name: `${name}, fifty on a page beside fifty reads`,
      asked: { sources: both, paths: [path] },
      beside: [{ sources: both, paths }],
    }
  }

export const comparisons: readonly ((urlOf: UrlOf) => Promise<Comparison>)[] = [
  twoSources('Condition', `/Condition?_count=${greatestPage}`),
  twoSources('Observation in order', `/Observation?date=ge2023&_sort=-date&_count=${greatestPage}`),
  twoSources('Patient by NHS number', `/Patient?identifier=https://fhir.nhs.uk/Id/nhs-number%7C${nhsNumberOf(60)}`),
  inXml('Patient', '/Patient?_count=50'),
  inXml('Observation', '/Observation?_count=50'),
  // Identifiers, addresses and telephones; components.
  onePage('Patient', '/Patient?_count=50'),
  onePage('Observation', '/Observation?code=85354-9&_count=50'),
]

async function textAt(url: string): Promise<string> {
  const response = await fetch(url)
  const text = await response.text()
  if (!response.ok) throw new Error(`${url} gives ${response.status}: ${text}`)
  return text
}

async function resourcesAt(url: string): Promise<readonly Identified[]> {
  const { entry = [], link = [] } = JSON.parse(await textAt(url)) as Body
  if (link.some(({ relation }) => relation === 'next') && url.includes(`_count=${greatestPage}`))
    throw new Error(`${url} has another page.`)
  return entry.flatMap(({ resource, search }) => (search.mode === 'match' ? [resource] : []))
}

interface Body {
  readonly entry?: readonly { readonly resource: Identified; readonly search: { readonly mode: string } }[]
  readonly link?: readonly { readonly relation: string }[]
}

const some = (resources: readonly Identified[]): boolean => resources.length > 0
const nameOf = ({ resourceType, id }: Identified): string => `${resourceType}/${id}`

const byName = (resources: readonly Identified[]): readonly Identified[] =>
  resources.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
