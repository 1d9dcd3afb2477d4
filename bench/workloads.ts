/** What is asked of both servers, and the aims: CPU of the facade for each that the hand-written route takes. */
import { largeDemo } from '../src/tooling/demo/demo-tables.js'
import { nhsNumberOf } from '../src/tooling/demo/nhs-numbers.js'

export interface Workload {
  readonly name: string
  /** Below the base address; walked from beginning to end, over and over. */
  readonly paths: readonly string[]
  /** How many resources each answer holds. */
  readonly results: number
  /** In each round, of each server. */
  readonly requests: number
  /** The greatest CPU ratio that is right. */
  readonly aim?: number
}

/** `count` of them, as far apart as may be, the same each time. */
const patients = (count: number, of: (place: number) => number): readonly number[] =>
  Array.from({ length: count }, (_, place) => of(Math.floor((place * 7919) % count)))

const stride = 10
/** Not one of the long lives, which are every hundredth. */
const ordinary = patients(largeDemo.patients / stride, place => place * stride + 1)
/** More than 600 Observations each. */
const longLives = patients(largeDemo.patients / 100, place => (place + 1) * 100)

const observations = (patient: number, count: number): string => `/Observation?patient=${patient}&_sort=-date&_count=${count}`
const byNhsNumber = (patient: number): string => `/Patient?identifier=https://fhir.nhs.uk/Id/nhs-number%7C${nhsNumberOf(patient)}`

export const workloads: readonly Workload[] = [
  { name: 'read', paths: ordinary.map(id => `/Patient/${id}`), results: 1, requests: 3000, aim: 1.6 },
  { name: 'nhs', paths: ordinary.map(byNhsNumber), results: 1, requests: 3000, aim: 1.6 },
  { name: 'search10', paths: ordinary.map(id => observations(id, 10)), results: 10, requests: 1000 },
  { name: 'search50', paths: longLives.map(id => observations(id, 50)), results: 50, requests: 320, aim: 1.3 },
  { name: 'search500', paths: longLives.map(id => observations(id, 500)), results: 500, requests: 80 },
]
