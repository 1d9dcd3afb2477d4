/** What an ordinary patient is seen for: consultations, diagnoses and small procedures, problems in versions, old operations. */
import { compact, dayText, localTime } from './calendar.js'
import { longConditions, minorProcedures, operations, shortConditions } from './codes.js'
import { type LifeSpan, recordedDays } from './ordinary-life.js'
import { type Random, randomFor } from './random.js'
import { guidOf } from './record.js'
import { gpIds, nurseIds, practiceCodes } from './registers.js'
import type { CodedEvent, PatientRecord } from './shaped-records.js'

const recordPurpose = 5
const reasons = ['XE20.=Cough', 'XE21.=Headache', 'XE20.=Cough;XE21.=Headache', 'Blood pressure review', null] as const

export function ordinaryRecord({ patient, ...life }: LifeSpan): PatientRecord {
  const random = randomFor(recordPurpose, patient)
  const { first, last } = recordedDays({ patient, ...life })
  const dayIn = (): string => dayText(first + random.below(last - first))
  const visits = Array.from({ length: random.below(4) }, () => dayIn()).sort()
  return {
    consults: visits.map(day => {
      const minutes = 510 + 10 * random.below(48)
      const from = clock(day, minutes)
      return {
        date: compact(day),
        from,
        to: clock(day, minutes + random.between(5, 15)),
        by: random.pick(gpIds),
        site: random.pick(practiceCodes),
        kind: random.pick(['S', 'S', 'S', 'T', 'V']),
        reasons: random.pick(reasons),
        updated: localTime(day, minutes + 20),
      }
    }),
    events: visits.flatMap((day): readonly CodedEvent[] => {
      const at = localTime(day, 600 + random.below(400))
      if (random.chance(40)) return [{ kind: 'D', code: random.pick(shortConditions), at, by: random.pick(gpIds) }]
      return random.chance(40) ? [{ kind: 'P', code: random.pick(minorProcedures), at, by: random.pick(nurseIds) }] : []
    }),
    problems: Array.from({ length: random.below(3) }, (_, at) =>
      problemVersions(at + 1, dayIn(), visits, random, patient),
    ).flat(),
    summaries: random.chance(30) ? [{ code: random.pick(operations), done: `${random.between(1960, 2004)}-00-00`, by: 108 }] : [],
  }
}

const clock = (day: string, minutes: number): string => localTime(day, minutes).slice(11, 16).replace(':', '')

/** One or two versions: entered as active, later closed. */
function problemVersions(
  number: number,
  day: string,
  visits: readonly string[],
  random: Random,
  patient: number,
): PatientRecord['problems'] {
  const precision = random.pick(['Y', 'YM', 'YMD', 'YMD'])
  const entered = `${day.slice(8)}/${day.slice(5, 7)}/${day.slice(0, 4)}`
  const consult = visits.length > 0 && random.chance(50) ? guidOf(patient, 1) : null
  const opened = {
    number,
    code: random.pick(longConditions),
    status: 'Active Problem',
    onset: [precision === 'Y' ? `${day.slice(0, 4)}-01-01` : precision === 'YM' ? `${day.slice(0, 7)}-01` : day, precision],
    entered,
    by: random.pick(gpIds),
    consult,
    updated: localTime(day, 1110),
  } as const
  if (!random.chance(30)) return [opened]
  return [opened, { ...opened, version: 2, status: 'Past Problem', end: [day, 'YMD'], updated: localTime(day, 1120) }]
}
