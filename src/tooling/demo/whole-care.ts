/** All care of a patient: what is written by hand first, then what any patient gets. */

import { type OrdinaryCare, ordinaryCare } from './ordinary-care.js'
import type { LifeSpan } from './ordinary-life.js'
import { shapedCare } from './shaped-care.js'

const noCare: OrdinaryCare = { events: [], repeats: [], issues: [] }

export function careOf(life: LifeSpan): OrdinaryCare {
  const shaped = careOfNobody(life.patient)
  const ordinary = ordinaryCare(life)
  const taken = shaped.repeats.length
  return {
    events: [...shaped.events, ...ordinary.events],
    repeats: [...shaped.repeats, ...ordinary.repeats.map(repeat => ({ ...repeat, number: repeat.number + taken }))],
    issues: [
      ...shaped.issues,
      ...ordinary.issues.map(issue => (issue.repeat === undefined ? issue : { ...issue, repeat: issue.repeat + taken })),
    ],
  }
}

/** Of a patient who does not exist. */
export const careOfNobody = (patient: number): OrdinaryCare => ({ ...noCare, ...shapedCare(patient) })
