/** What an ordinary patient is allergic to, was given against, and takes: allergies, immunisations, prescriptions. */
import { compact, dayText, lastDay, localTime } from './calendar.js'
import { type DemoIssue, type DemoRepeat, epochOf, noEnd, type PatientCare } from './care.js'
import { longTermDrugs, shortTermDrugs } from './care-registers.js'
import { allergens, vaccinations } from './codes.js'
import { type LifeSpan, recordedDays } from './ordinary-life.js'
import { type Random, randomFor } from './random.js'
import { gpIds, nurseIds } from './registers.js'
import type { CodedEvent } from './shaped-records.js'

const carePurpose = 7
const daysOfSupply = 28

export interface OrdinaryCare extends PatientCare {
  readonly events: readonly CodedEvent[]
}

export function ordinaryCare(life: LifeSpan): OrdinaryCare {
  const random = randomFor(carePurpose, life.patient)
  const { first, last } = recordedDays(life)
  const day = (): number => first + random.below(last - first)
  const events = [
    ...(random.chance(35) ? [allergyOn(day(), random)] : []),
    ...Array.from({ length: random.below(3) }, () => vaccinationOn(day(), random)),
  ]
  const courses = Array.from({ length: random.below(3) }, (_, at) => course(at + 1, day(), last, random))
  const singles = random.chance(40) ? [singleOn(day(), random)] : []
  return {
    events,
    repeats: courses.map(({ repeat }) => repeat),
    issues: [...courses.flatMap(({ issues }) => issues), ...singles],
  }
}

function allergyOn(day: number, random: Random): CodedEvent {
  const reaction = random.pick(['RASH', 'HIVES', 'WHEEZE', 'NAUSEA'])
  return {
    kind: 'A',
    code: random.pick(allergens),
    at: localTime(dayText(day), 540 + random.below(480)),
    by: random.pick(gpIds),
    attributes: {
      CERTAINTY: random.pick(['C', 'C', 'U']),
      TYPE: random.pick(['A', 'A', 'I']),
      ...(random.chance(70) && { REACTION: reaction, SEVERITY: random.pick(['1', '2', '3']) }),
    },
  }
}

function vaccinationOn(day: number, random: Random): CodedEvent {
  const { code, target } = random.pick(vaccinations)
  const common = { kind: 'I', code, at: localTime(dayText(day), 540 + random.below(480)), by: random.pick(nurseIds) } as const
  if (random.chance(10)) return { ...common, attributes: { REFUSED: 'Y', WHY: 'P' } }
  return {
    ...common,
    value: 0.5,
    unit: 'mL',
    attributes: {
      BATCH: `B${random.between(1000, 9999)}`,
      SITE: random.pick(['LUA', 'RUA']),
      ROUTE: 'IM',
      DOSE: random.pick(['1', '2']),
      TARGET: target,
    },
  }
}

/** A repeat prescription and its first issues, a supply apart. */
function course(number: number, day: number, last: number, random: Random): { repeat: DemoRepeat; issues: readonly DemoIssue[] } {
  const common = {
    drug: random.pick(longTermDrugs),
    dosage: 'ONE TO BE TAKEN EACH DAY',
    qty: '28.000',
    unit: 'tablet',
    by: random.pick(gpIds),
  }
  const issued = random.below(4)
  const ended = random.chance(30) ? Math.min(day + daysOfSupply * (issued + 1), last) : undefined
  const issues = Array.from({ length: issued }, (_, at): DemoIssue => {
    const on = Math.min(day + at * daysOfSupply, lastDay)
    const [from, to] = [dayText(on), dayText(on + daysOfSupply)]
    return { ...common, repeat: number, days: daysOfSupply, issued: epochOf(from, 540 + random.below(480)), lastDay: to }
  })
  const repeat: DemoRepeat = {
    ...common,
    number,
    times: 1,
    route: 'PO',
    max: random.pick([6, 12]),
    issued,
    start: Number(compact(dayText(day))),
    end: ended === undefined ? noEnd : Number(compact(dayText(ended))),
    updated: localTime(dayText(day), 1110),
  }
  return { repeat, issues }
}

function singleOn(day: number, random: Random): DemoIssue {
  return {
    drug: random.pick(shortTermDrugs),
    dosage: 'ONE TO BE TAKEN FOUR TIMES A DAY',
    qty: '28',
    unit: 'tablet',
    days: 7,
    issued: epochOf(dayText(day), 540 + random.below(480)),
    lastDay: dayText(day + 7),
    by: random.pick(gpIds),
  }
}
