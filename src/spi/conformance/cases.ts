/** All questions whose answers do not depend on who is asked. The conformance kit grows from here. */
import type { ConformanceCase } from './case.js'
import { comparisonCases } from './comparison-cases.js'
import { relationCases } from './relation-cases.js'
import { textCases } from './text-cases.js'

export type { ConformanceCase } from './case.js'

export const conformanceCases: readonly ConformanceCase[] = [...comparisonCases, ...textCases, ...relationCases]
