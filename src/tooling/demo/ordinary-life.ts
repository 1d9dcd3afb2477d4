/** The ordinary events of a patient: results, blood pressures with their parts, findings, letters. A pure function of the id. */
import { dayOf, dayText, firstRecordedDay, lastDay, localTime } from './calendar.js'
import { bloodPressure, findings, type Measure, measured } from './codes.js'
import { type DemoEvent, eventRow } from './event.js'
import { type Random, randomFor } from './random.js'
import { gpIds, nurseIds } from './registers.js'
import type { DemoRow } from './table.js'

const purposes = { events: 3, vitals: 4 } as const
const halfHours = 21

export interface LifeSpan {
  readonly patient: number
  readonly born: string | null
  readonly died: string | null
}

/** Yields rows whose numbers follow `after`: `observations` results, pressures and findings, and what comes with them. */
export function* ordinaryEvents(life: LifeSpan, after: number, observations: number): Generator<DemoRow> {
  const random = randomFor(purposes.events, life.patient)
  const { first, last } = recordedDays(life)
  let number = after
  for (let made = 0; made < observations; made++) {
    const day = dayText(first + Math.floor(((made + random.below(100) / 100) * (last - first)) / observations))
    const at = localTime(day, 480 + 30 * random.below(halfHours))
    const updated = random.chance(95) ? localTime(day, 1110 + random.below(60), random.below(60)) : null
    const by = random.chance(60) ? random.pick(nurseIds) : random.pick(gpIds)
    const common = { patient: life.patient, at, updated, by }
    const sort = random.below(100)
    if (sort < 12) {
      yield* pressureRows(common, number + 1, random)
      number += 3
    } else {
      number++
      yield sort < 24 ? findingRow(common, number, random) : resultRow(common, number, random)
    }
    if (random.chance(4)) {
      number++
      yield eventRow({ ...common, number, kind: 'N', code: 36, text: 'Seen, advice given' })
    }
  }
}

type Common = Pick<DemoEvent, 'patient' | 'at' | 'updated' | 'by'>

function resultRow(common: Common, number: number, random: Random): DemoRow {
  const measure = random.pick(measured)
  const value = measuredValue(measure, random)
  return eventRow({
    ...common,
    number,
    kind: 'R',
    code: measure.code,
    value,
    unit: measure.unit,
    status: random.chance(96) ? 'F' : 'P',
  })
}

function measuredValue({ low, high, decimals }: Measure, random: Random): number {
  const scale = decimals === 0 ? 1 : decimals === 1 ? 10 : 100
  return random.between(low * scale, high * scale) / scale
}

function findingRow(common: Common, number: number, random: Random): DemoRow {
  const { id, texts } = random.pick(findings)
  return eventRow({ ...common, number, kind: 'Q', code: id, text: random.pick(texts) })
}

function pressureRows(common: Common, number: number, random: Random): readonly DemoRow[] {
  const systolic = random.between(98, 178)
  const diastolic = Math.round(systolic * 0.6) + random.below(8)
  const part = { ...common, kind: 'S', parent: number, unit: 'mmHg' } as const
  return [
    eventRow({ ...common, number, kind: 'B', code: bloodPressure.parent }),
    eventRow({ ...part, number: number + 1, code: bloodPressure.systolic, value: systolic }),
    eventRow({ ...part, number: number + 2, code: bloodPressure.diastolic, value: diastolic }),
  ]
}

/** TakenAt, Systolic, Diastolic, PulseBpm, WeightKg, TempC, TakenById: none to two rows. */
export function ordinaryVitals(life: LifeSpan): readonly DemoRow[] {
  const random = randomFor(purposes.vitals, life.patient)
  const { first, last } = recordedDays(life)
  return Array.from({ length: random.below(3) }, () => {
    const at = localTime(dayText(first + random.below(last - first)), 480 + 30 * random.below(halfHours))
    const systolic = random.between(98, 178)
    const weight = random.chance(30) ? 0 : random.between(480, 1180) / 10
    const temperature = random.chance(50) ? random.between(360, 389) / 10 : null
    const diastolic = Math.round(systolic * 0.6) + random.below(8)
    return [at, systolic, diastolic, random.between(52, 112), weight, temperature, random.pick(nurseIds)]
  })
}

/** From birth or the first year of the system to death or the end of the demo's world; never empty. */
export function recordedDays({ born, died }: LifeSpan): { first: number; last: number } {
  const last = dayOf(died) ?? lastDay
  const first = Math.max(firstRecordedDay, dayOf(born) ?? 0)
  return { first: Math.min(first, last - 1), last }
}
