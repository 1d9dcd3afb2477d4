/** Prescriptions of the wards, allergy alerts, and the vaccinations that schools report. */
import { dayNumber, dayText } from './calendar.js'
import { nobody, pasCases, pasPeople, personIdOf } from './pas-people.js'
import { pasSpells, spellsForCharts } from './pas-stays.js'
import { randomFor } from './random.js'
import type { Cell, DemoRow } from './table.js'

interface Drug {
  readonly dmd: number | null
  readonly text: string
  readonly dose: number
  readonly unit: string
  readonly route: number
}

const drugs: readonly [Drug, ...Drug[]] = [
  { dmd: 322236009, text: 'Paracetamol 500mg tablets', dose: 1, unit: 'g', route: 11 },
  { dmd: 319775004, text: 'Aspirin 75mg tablets', dose: 75, unit: 'mg', route: 11 },
  { dmd: 323510009, text: 'Amoxicillin 500mg capsules', dose: 500, unit: 'mg', route: 11 },
  { dmd: null, text: 'Enoxaparin 40mg in 0.4ml', dose: 40, unit: 'mg', route: 13 },
]

const prescription = (id: number, person: number, drug: Drug, when: string, more: Readonly<Record<string, Cell>> = {}): DemoRow =>
  Object.values({
    RX_ID: id,
    PERSON_ID: person,
    DMD: drug.dmd,
    DRUG_TXT: drug.text,
    DOSE: drug.dose,
    DOSE_UNIT: drug.unit,
    ROUTE_CD: drug.route,
    FREQ: 'twice a day',
    PRN: 'F',
    START: `${when} 08:00:00`,
    STOP: null,
    STATUS: 1,
    PRESCRIBER: 'C9000202',
    LINK_TYPE: null,
    LINK_ID: null,
    ...more,
  })

export const prescriptionRows = (): readonly DemoRow[] => {
  const [paracetamol, ...others] = drugs
  const person = personIdOf(pasCases.medicines)
  let id = 100
  const ordinary = spellsForCharts().flatMap(({ no, person: of, from }) => {
    const random = randomFor(140, no)
    return Array.from({ length: random.below(3) }, () => {
      const stop = random.chance(70) ? `${dayText(from + 5)} 08:00:00` : null
      const [prn, prescriber] = [random.pick(['T', 'F', 'F']), random.pick(['C9000202', 'Pharm-01', 'locum'])]
      const link = { LINK_TYPE: 'SP', LINK_ID: no, STATUS: stop === null ? 1 : 0 }
      return prescription(++id, of, random.pick(drugs), dayText(from), { STOP: stop, PRN: prn, PRESCRIBER: prescriber, ...link })
    })
  })
  return [
    prescription(1, person, paracetamol, '2024-06-01', { PRN: 'T', FREQ: null }),
    prescription(2, person, paracetamol, '2024-06-01', { STOP: '2024-06-20 08:00:00' }), // ends in the future
    prescription(3, person, paracetamol, '2024-05-01', { STOP: '2024-05-08 08:00:00', STATUS: 0 }),
    prescription(4, person, paracetamol, '2024-05-02', { STATUS: -1 }),
    prescription(5, person, paracetamol, '2024-05-03', { STATUS: 7, LINK_TYPE: 'AE', LINK_ID: 5002, ROUTE_CD: 0 }), // no such state
    prescription(6, person, paracetamol, '2024-05-04', {
      STOP: '2024-05-01 08:00:00',
      LINK_TYPE: 'XX',
      LINK_ID: 1,
      ROUTE_CD: 14,
    }), // ends before it begins
    prescription(7, person, others[2] ?? paracetamol, '2024-05-05', { DRUG_TXT: ' ' }), // neither a code nor a name
    prescription(8, nobody, paracetamol, '2024-05-06'),
    prescription(9, person, paracetamol, '2024-05-07', {
      DOSE: null,
      LINK_TYPE: 'SP',
      LINK_ID: pasSpells.open,
      DOSE_UNIT: 'puff',
    }),
    ...ordinary,
  ]
}

const alerts: readonly [readonly [string, number | null, string], ...(readonly [string, number | null, string])[]] = [
  ['Penicillin', 373270004, 'DRUG'],
  ['Peanut', 256349002, 'FOOD'],
  ['House dust', 256440004, 'ENV'],
  ['Latex gloves (told by mother)', null, 'ENV'],
]

export const alertRows = (): readonly DemoRow[] => {
  const person = personIdOf(pasCases.alerts)
  const ordinary = pasPeople.flatMap(({ personId }, at): readonly DemoRow[] => {
    if (at % 4 !== 1) return []
    const random = randomFor(141, at + 1)
    const [text, concept, kind] = random.pick(alerts)
    const entered = `${10 + random.below(18)}/0${1 + random.below(9)}/20${10 + random.below(13)}`
    return [
      [
        personId,
        1,
        1,
        text,
        concept,
        kind,
        random.pick([1, 2, 3]),
        random.pick(['Rash', null]),
        'okeefe.s',
        entered,
        random.pick(['U', 'C', 'C']),
        null,
      ],
    ]
  })
  return [
    ...ordinary,
    [person, 7, 1, 'Penicilin', null, 'DRUG', 1, null, 'clerk', '01/02/2020', 'U', null],
    [person, 7, 2, 'Penicillin', 373270004, 'DRUG', 3, 'Anaphylaxis', 'okeefe.s', '01/03/2020', 'C', null], // the same key
    [person, 8, 1, 'Peanut', 256349002, 'FOOD', 9, 'Rash', 'nobody', '02/03/2020', 'R', null],
    [person, 9, 1, 'Elastoplast', null, 'XXX', null, null, null, '03/03/2020', 'E', null],
    [person, 10, 1, 'Cats', null, 'ENV', 2, 'Sneezing', 'okeefe.s', '2020-03-04', 'C', null], // a date of another form
    [person, 11, 1, 'Dogs', null, 'ENV', 2, 'Sneezing', 'okeefe.s', '05/03/2020', 'C', '2021-01-01'],
    [person, 12, 1, ' ', null, 'DRUG', 1, 'Rash', 'okeefe.s', '06/03/2020', '?', null],
    [nobody, 1, 1, 'Peanut', 256349002, 'FOOD', 2, null, 'okeefe.s', '07/03/2020', 'C', null],
  ]
}

/** Seconds since 1970. */
const secondsAt = (day: string): number => (dayNumber(day) - dayNumber('1970-01-01')) * 86_400 + 36_000

export const schoolRows = (): readonly DemoRow[] => {
  const nhs = pasPeople[pasCases.school - 1]?.nhs ?? null
  let id = 100
  const ordinary = pasPeople.flatMap(({ nhs, birth }, at): readonly DemoRow[] => {
    if (birth < '1990' || at + 1 === pasCases.school) return []
    const random = randomFor(142, at + 1)
    const given = secondsAt(dayText(Math.max(dayNumber('2012-09-10'), dayNumber(birth) + 4400) + random.below(100)))
    return [
      [
        ++id,
        nhs,
        random.pick(['HPV', 'MMR', 'FLU']),
        1 + random.below(2),
        'Y',
        given,
        `B${random.below(900)}`,
        'Kestrel Way School',
      ],
    ]
  })
  return [
    ...ordinary,
    [1, nhs, 'MMR', 1, 'REFUSED', secondsAt('2019-02-04'), null, 'Mill Lane School'],
    [2, nhs, 'HPV', 1, 'N', null, null, 'Mill Lane School'],
    [3, nhs, 'XYZ', 1, 'Y', secondsAt('2019-02-05'), 'B1', null], // no such vaccine
    [4, nhs, 'FLU', null, '?', 0, 'B2', null], // neither given nor not
    [5, '0000000000', 'FLU', 1, 'Y', secondsAt('2019-02-06'), 'B3', null], // of nobody
    [6, null, 'FLU', 1, 'Y', secondsAt('2019-02-06'), 'B4', null],
    [7, nhs, 'FLU', 2, 'Y', secondsAt('2021-03-28'), 'B5', null],
  ]
}
