/**
 * The code table: legacy codes of an invented system, some with a SNOMED CT or LOINC code beside them, terms in our own words.
 * Codes differ by case, some have no national code, one has no term.
 */
import type { DemoRow } from './table.js'

/** How results of a code look. */
export interface Measure {
  readonly code: number
  readonly unit: string
  readonly low: number
  readonly high: number
  readonly decimals: 0 | 1 | 2
}
export interface DemoCode {
  readonly id: number
  readonly read: string
  readonly snomed: number | null
  readonly loinc: string | null
  readonly term: string | null
  /**
   * V vital sign, L laboratory, S social history, E examination, C condition, P procedure; I immunisation; what somebody is
   * allergic to: M medicine, F food, N in the surroundings.
   */
  readonly category: string | null
}

const code = (
  id: number,
  read: string,
  snomed: number | null,
  loinc: string | null,
  term: string | null,
  category: string | null,
): DemoCode => ({ id, read, snomed, loinc, term, category })
const measure = (code: number, unit: string, low: number, high: number, decimals: 0 | 1 | 2): Measure => {
  return { code, unit, low, high, decimals }
}

export const bloodPressure = { parent: 1, systolic: 2, diastolic: 3 } as const
export const twins = { upper: 40, lower: 41 } as const
export const termless = 42
export const localOnly = 43
const smoking = 30

const demoCodes: readonly DemoCode[] = [
  code(1, 'XV10.', 75367002, '85354-9', 'Blood pressure', 'V'),
  code(2, 'XV11.', 271649006, '8480-6', 'Systolic blood pressure', 'V'),
  code(3, 'XV12.', 271650006, '8462-4', 'Diastolic blood pressure', 'V'),
  code(4, 'XV20.', 27113001, '29463-7', 'Body weight', 'V'),
  code(5, 'XV21.', 50373000, '8302-2', 'Body height', 'V'),
  code(6, 'XV22.', 60621009, '39156-5', 'Body mass index', 'V'),
  code(7, 'XV23.', 276361009, '8280-0', 'Waist measurement', 'V'),
  code(8, 'XV30.', 386725007, '8310-5', 'Body temperature', 'V'),
  code(9, 'XV31.', 364075005, '8867-4', 'Heart rate', 'V'),
  code(10, 'XV32.', 86290005, '9279-1', 'Breathing rate', 'V'),
  code(11, 'XV33.', 431314004, '59408-5', 'Oxygen saturation', 'V'),
  code(12, 'XL10.', 43396009, '59261-8', 'Glycated haemoglobin', 'L'),
  code(13, 'XL11.', 36048009, '14749-6', 'Glucose', 'L'),
  code(14, 'XL20.', null, '14647-2', 'Cholesterol, total', 'L'),
  code(15, 'XL21.', null, '14646-4', 'Cholesterol, HDL', 'L'),
  code(16, 'XL22.', null, '14927-8', 'Triglycerides', 'L'),
  code(17, 'XL30.', 70901006, '14682-9', 'Creatinine', 'L'),
  code(18, 'XL31.', null, '33914-3', 'Estimated glomerular filtration rate', 'L'),
  code(19, 'XL32.', 59573005, '2823-3', 'Potassium', 'L'),
  code(20, 'XL33.', 39972003, '2951-2', 'Sodium', 'L'),
  code(21, 'XL40.', null, '718-7', 'Haemoglobin', 'L'),
  code(22, 'XL41.', 767002, '6690-2', 'White cell count', 'L'),
  code(23, 'XL42.', 61928009, '777-3', 'Platelet count', 'L'),
  code(24, 'XL50.', 61167004, '3016-3', 'Thyroid stimulating hormone', 'L'),
  code(25, 'XL51.', 55235003, '1988-5', 'C-reactive protein', 'L'),
  code(26, 'XE10.', null, '19935-6', 'Peak flow', 'E'),
  code(30, 'XS10.', 365981007, '72166-2', 'Smoking habit', 'S'),
  code(31, 'XS11.', 160573003, null, 'Alcohol intake', 'S'),
  code(32, 'XS12.', null, null, 'Exercise habit', 'S'),
  code(33, 'XE20.', 49727002, null, 'Cough', 'E'),
  code(34, 'XE21.', 25064002, null, 'Headache', 'E'),
  code(35, 'XN10.', null, null, 'Letter received', null),
  code(36, 'XN11.', null, null, 'Seen in surgery', null),
  code(40, 'XE3A.', null, null, 'Knee swollen', 'E'),
  code(41, 'XE3a.', null, null, 'Ankle swollen', 'E'),
  code(42, 'XE40.', 22253000, '72514-3', null, 'E'),
  code(43, '9PR01', null, null, null, null),
  code(50, 'XC10.', 44054006, null, 'Type 2 diabetes', 'C'),
  code(51, 'XC11.', 38341003, null, 'High blood pressure', 'C'),
  code(52, 'XC12.', 195967001, null, 'Asthma', 'C'),
  code(53, 'XC13.', 40930008, null, 'Underactive thyroid', 'C'),
  code(54, 'XC14.', 35489007, null, 'Depression', 'C'),
  code(55, 'XC15.', 396275006, null, 'Osteoarthritis', 'C'),
  code(56, 'XC16.', 37796009, null, 'Migraine', 'C'),
  code(57, 'XC20.', 54150009, null, 'Upper respiratory infection', 'C'),
  code(58, 'XC21.', 44465007, null, 'Sprained ankle', 'C'),
  code(59, 'XC22.', 65966004, null, 'Broken forearm', 'C'),
  code(60, 'XC30.', null, null, 'Tired all the time', 'C'), // no national code
  code(70, 'XP10.', 80146002, null, 'Appendix removed', 'P'),
  code(71, 'XP11.', 38102005, null, 'Gall bladder removed', 'P'),
  code(72, 'XP12.', 52734007, null, 'Hip replacement', 'P'),
  code(73, 'XP13.', 609588000, null, 'Knee replacement', 'P'),
  code(74, 'XP14.', 54885007, null, 'Cataract extraction', 'P'),
  code(75, 'XP20.', 225358003, null, 'Wound care', 'P'),
  code(76, 'XP21.', 30549001, null, 'Removal of sutures', 'P'),
  code(77, 'XP22.', null, null, 'Ear syringing', 'P'),
  code(80, 'XA10.', 373270004, null, 'Penicillin', 'M'),
  code(81, 'XA11.', 387458008, null, 'Aspirin', 'M'),
  code(82, 'XA20.', 762952008, null, 'Peanut', 'F'),
  code(83, 'XA21.', 102263004, null, 'Eggs', 'F'),
  code(84, 'XA30.', 256277009, null, 'Grass pollen', 'N'),
  code(85, 'XA31.', 111088007, null, 'Latex', 'N'),
  code(86, 'XA00.', 716186003, null, 'No known allergy', null),
  code(87, 'XA32.', null, null, 'Sticking plaster', 'N'), // no national code
  code(90, 'XI10.', 86198006, null, 'Influenza vaccination', 'I'),
  code(91, 'XI20.', 308081000000105, null, 'First MMR vaccination', 'I'),
  code(92, 'XI21.', 38598009, null, 'MMR vaccination', 'I'),
  code(93, 'XI30.', 12866006, null, 'Pneumococcal vaccination', 'I'),
  code(94, 'XI40.', 1324681000000101, null, 'First COVID-19 vaccination', 'I'),
  code(95, 'XI41.', 1324691000000104, null, 'Second COVID-19 vaccination', 'I'),
  code(96, 'XI90.', null, null, 'Vaccination abroad', 'I'), // no national code
]

/** By the part of a record that they are found in. */
export const longConditions = [50, 51, 52, 53, 54, 55, 56] as const
export const shortConditions = [57, 58, 59, 60] as const
export const operations = [70, 71, 72, 74] as const
export const minorProcedures = [75, 76, 77] as const
export const allergens = [80, 81, 82, 83, 84, 85, 86, 87] as const
export interface Vaccination {
  readonly code: number
  /** Diseases, as the attribute TARGET lists them. */
  readonly target: string
}
export const vaccinations: readonly [Vaccination, ...Vaccination[]] = [
  { code: 90, target: 'FLU' },
  { code: 92, target: 'MEA;MUM;RUB' },
  { code: 93, target: 'PNE' },
  { code: 94, target: 'COV' },
  { code: 95, target: 'COV' },
]

/** Which codes are measured, and how their results look. */
export const measured: readonly [Measure, ...Measure[]] = [
  measure(4, 'kg', 48, 118, 1),
  measure(5, 'cm', 148, 194, 0),
  measure(6, 'kg/m2', 18, 39, 1),
  measure(7, 'cm', 66, 124, 0),
  measure(8, 'degC', 36, 39, 1),
  measure(9, 'beats/min', 52, 112, 0),
  measure(10, '/min', 11, 24, 0),
  measure(11, '%', 91, 100, 0),
  measure(12, 'mmol/mol', 31, 98, 0),
  measure(13, 'mmol/L', 4, 16, 1),
  measure(14, 'mmol/L', 3, 8, 1),
  measure(15, 'mmol/L', 1, 2, 1),
  measure(16, 'mmol/L', 0, 4, 2),
  measure(17, 'umol/L', 48, 178, 0),
  measure(18, 'mL/min', 22, 90, 0),
  measure(19, 'mmol/L', 3, 6, 1),
  measure(20, 'mmol/L', 131, 147, 0),
  measure(21, 'g/L', 96, 176, 0),
  measure(22, '10*9/L', 3, 15, 1),
  measure(23, '10*9/L', 128, 449, 0),
  measure(24, 'mU/L', 0, 9, 2),
  measure(25, 'mg/L', 0, 88, 0),
  measure(26, 'L/min', 180, 640, 0),
]

/** What is written beside a coded finding. */
export const findings: readonly [Finding, ...Finding[]] = [
  { id: smoking, texts: ['Never smoked', 'Ex smoker', 'Smokes 10 a day', 'Smokes a pipe now and then'] },
  { id: 31, texts: ['None', '4 units a week', '14 units a week', '30 units a week'] },
  { id: 32, texts: ['Walks most days', 'Swims twice a week', 'Little exercise'] },
  { id: 33, texts: ['Dry, three days', 'Productive, worse at night', null] },
  { id: 34, texts: ['Settled with paracetamol', null] },
]
export interface Finding {
  readonly id: number
  readonly texts: readonly [string | null, ...(string | null)[]]
}

export const codeRows = (): readonly DemoRow[] =>
  demoCodes.map(({ id, read, snomed, loinc, term, category }) => [id, read, snomed, loinc, term, category])
