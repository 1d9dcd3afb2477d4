/**
 * The invariants of STU3 that an instance can be held against by itself, as in the snapshots of the profiles
 * (https://hl7.org/fhir/STU3/conformance-rules.html#constraints). Those of contained resources and of narrative are not here:
 * neither is ever made.
 */
import { ucum } from '../systems.js'
import type { Instance } from './instance.js'
import { isInOrder, isSame, itemsOf, numberOf, textOf, valueOfChoice } from './instance-values.js'

export interface Invariant {
  readonly id: string
  /** A type of STU3: `Patient`, `Condition.Stage`, `Period`. Those that are derived from it are meant too. */
  readonly type: string
  /** Begins after the name of the element. */
  readonly text: string
  /** Elements and choices of the type: it can only be broken where all of them are there. */
  readonly about: readonly string[]
  /** It holds whenever one of these is there. */
  readonly settledBy?: readonly string[]
  /** Whether it can be broken by what may stand there; where this is not said it can. */
  canBreak?(possible: Possible): boolean
  holds(instance: Instance): boolean
}

const extras = new Map<string, string>()

/** A value, or what says why there is none. */
function has(instance: Instance, name: string): boolean {
  if (instance[name] !== undefined) return true
  let extra = extras.get(name)
  // Made once: putting names together costs more than looking for them.
  if (extra === undefined) {
    extra = `_${name}`
    extras.set(name, extra)
  }
  return instance[extra] !== undefined
}

/** What is known of all instances that one map can make. */
export interface Possible {
  /** The element can be this text there, or nobody knows what. */
  mayBe(text: string, ...steps: readonly string[]): boolean
  /** The element can be something else than these. */
  mayBeOther(texts: readonly string[], ...steps: readonly string[]): boolean
  isAlwaysThere(name: string): boolean
  mayHave(...steps: readonly string[]): boolean
}

/** Of two elements the first is only there with the second. */
const needs = (id: string, type: string, name: string, other: string): Invariant => ({
  id,
  type,
  text: `has ${name} and no ${other}`,
  about: [name],
  settledBy: [other],
  holds: instance => !has(instance, name) || has(instance, other),
})

/** One of several elements is there. */
const oneOf = (id: string, type: string, names: readonly string[]): Invariant => ({
  id,
  type,
  text: `has none of ${names.join(', ')}`,
  about: [],
  settledBy: names,
  holds: instance => names.some(name => has(instance, name)),
})

const noHome = (id: string, name: 'address' | 'telecom'): Invariant => ({
  id,
  type: 'Organization',
  text: `has a ${name} of the use home`,
  about: [name],
  canBreak: possible => possible.mayBe('home', name, 'use'),
  holds: instance => itemsOf(instance[name]).every(item => item.use !== 'home'),
})

const notNegative = (id: string, name: string): Invariant => ({
  id,
  type: 'Timing.Repeat',
  text: `has a negative ${name}`,
  about: [name],
  holds: instance => (numberOf(instance[name]) ?? 0) >= 0,
})

const ended = ['inactive', 'resolved', 'remission']
const meals = ['C', 'CM', 'CD', 'CV']

export const invariants: readonly Invariant[] = [
  {
    id: 'per-1',
    type: 'Period',
    text: 'ends before it starts',
    about: ['start', 'end'],
    holds: ({ start, end }) => start === undefined || end === undefined || isInOrder(start, end),
  },
  needs('qty-3', 'Quantity', 'code', 'system'),
  needs('cpt-2', 'ContactPoint', 'value', 'system'),
  needs('att-1', 'Attachment', 'data', 'contentType'),
  {
    id: 'rng-2',
    type: 'Range',
    text: 'has a low above its high',
    about: ['low', 'high'],
    holds: ({ low, high }) => {
      const [least, most] = [numberOf(itemsOf(low)[0]?.value), numberOf(itemsOf(high)[0]?.value)]
      return least === undefined || most === undefined || least <= most
    },
  },
  {
    id: 'rat-1',
    type: 'Ratio',
    text: 'has one of numerator and denominator, and not the other',
    about: [],
    holds: instance => has(instance, 'numerator') === has(instance, 'denominator'),
  },
  {
    id: 'drt-1',
    type: 'Duration',
    text: 'has a code and no value, or a code that is not of UCUM',
    about: ['code'],
    canBreak: possible =>
      possible.mayBeOther([ucum], 'system') || !possible.isAlwaysThere('system') || !possible.isAlwaysThere('value'),
    holds: instance => !has(instance, 'code') || (instance.system === ucum && has(instance, 'value')),
  },
  {
    id: 'age-1',
    type: 'Age',
    text: 'has a value without a code, a unit that is not of UCUM, or is not above zero',
    about: [],
    holds: instance =>
      (!has(instance, 'value') || has(instance, 'code')) &&
      (!has(instance, 'system') || instance.system === ucum) &&
      (numberOf(instance.value) ?? 1) > 0,
  },
  needs('tim-1', 'Timing.Repeat', 'duration', 'durationUnit'),
  needs('tim-2', 'Timing.Repeat', 'period', 'periodUnit'),
  notNegative('tim-4', 'duration'),
  notNegative('tim-5', 'period'),
  needs('tim-6', 'Timing.Repeat', 'periodMax', 'period'),
  needs('tim-7', 'Timing.Repeat', 'durationMax', 'duration'),
  needs('tim-8', 'Timing.Repeat', 'countMax', 'count'),
  {
    id: 'tim-9',
    type: 'Timing.Repeat',
    text: 'has an offset without a time of day that it is an offset from',
    about: ['offset'],
    holds: ({ offset, when }) => {
      const times = Array.isArray(when) ? when : []
      return offset === undefined || (times.length > 0 && !times.some(time => meals.includes(String(time))))
    },
  },
  {
    id: 'tim-10',
    type: 'Timing.Repeat',
    text: 'has both timeOfDay and when',
    about: ['timeOfDay', 'when'],
    holds: instance => !has(instance, 'timeOfDay') || !has(instance, 'when'),
  },
  {
    id: 'ait-1',
    type: 'AllergyIntolerance',
    text: 'has no clinicalStatus, and was not entered in error',
    about: [],
    settledBy: ['clinicalStatus'],
    holds: instance => instance.verificationStatus === 'entered-in-error' || has(instance, 'clinicalStatus'),
  },
  {
    id: 'ait-2',
    type: 'AllergyIntolerance',
    text: 'has a clinicalStatus, and was entered in error',
    about: ['clinicalStatus'],
    canBreak: possible => possible.mayBe('entered-in-error', 'verificationStatus'),
    holds: instance => instance.verificationStatus !== 'entered-in-error' || !has(instance, 'clinicalStatus'),
  },
  oneOf('con-1', 'Condition.Stage', ['summary', 'assessment']),
  oneOf('con-2', 'Condition.Evidence', ['code', 'detail']),
  {
    id: 'con-3',
    type: 'Condition',
    text: 'has no clinicalStatus',
    about: [],
    settledBy: ['clinicalStatus'],
    holds: instance => instance.verificationStatus === 'entered-in-error' || has(instance, 'clinicalStatus'),
  },
  {
    id: 'con-4',
    type: 'Condition',
    text: 'has an abatement, and its clinicalStatus is not inactive, resolved or remission',
    about: ['abatement'],
    canBreak: possible => possible.mayBeOther(ended, 'clinicalStatus') || !possible.isAlwaysThere('clinicalStatus'),
    holds: instance => {
      const abatement = valueOfChoice(instance, 'abatement')
      return abatement === undefined || abatement === false || ended.includes(textOf(instance.clinicalStatus) ?? '')
    },
  },
  {
    id: 'imm-1',
    type: 'Immunization',
    text: 'was not given, and has a reason for giving or a reaction',
    about: ['reaction'],
    canBreak: possible => possible.mayBe('true', 'notGiven'),
    holds: ({ notGiven, reaction }) => notGiven !== true || reaction === undefined,
  },
  {
    id: 'imm-1',
    type: 'Immunization',
    text: 'was not given, and has a reason for giving or a reaction',
    about: ['explanation'],
    canBreak: possible => possible.mayBe('true', 'notGiven') && possible.mayHave('explanation', 'reason'),
    holds: ({ notGiven, explanation }) => notGiven !== true || itemsOf(explanation).every(each => each.reason === undefined),
  },
  {
    id: 'imm-2',
    type: 'Immunization',
    text: 'was given, and has a reason for not giving',
    about: ['explanation'],
    canBreak: possible => possible.mayBeOther(['true'], 'notGiven') && possible.mayHave('explanation', 'reasonNotGiven'),
    holds: ({ notGiven, explanation }) =>
      notGiven === true || itemsOf(explanation).every(each => each.reasonNotGiven === undefined),
  },
  {
    id: 'mps-1',
    type: 'MedicationRequest.Requester',
    text: 'has onBehalfOf, and its agent is neither a practitioner nor a device',
    about: ['onBehalfOf'],
    holds: instance => {
      const agent = textOf(itemsOf(instance.agent)[0]?.reference)
      return !has(instance, 'onBehalfOf') || agent === undefined || /(^|\/)(Practitioner|Device)\//.test(agent)
    },
  },
  {
    id: 'mst-1',
    type: 'MedicationStatement',
    text: 'has reasonNotTaken, and taken is not n',
    about: ['reasonNotTaken'],
    holds: instance => !has(instance, 'reasonNotTaken') || instance.taken === 'n',
  },
  oneOf('obs-3', 'Observation.ReferenceRange', ['low', 'high', 'text']),
  {
    id: 'obs-6',
    type: 'Observation',
    text: 'has a value and a reason why there is none',
    about: ['dataAbsentReason', 'value'],
    holds: instance => !has(instance, 'dataAbsentReason') || valueOfChoice(instance, 'value') === undefined,
  },
  {
    id: 'obs-7',
    type: 'Observation',
    text: 'has a value, and a component of the same code',
    about: ['component', 'value'],
    holds: instance =>
      valueOfChoice(instance, 'value') === undefined ||
      itemsOf(instance.component).every(component => !isSame(component.code, instance.code)),
  },
  oneOf('org-1', 'Organization', ['identifier', 'name']),
  noHome('org-2', 'address'),
  noHome('org-3', 'telecom'),
  oneOf('pat-1', 'Patient.Contact', ['name', 'telecom', 'address', 'organization']),
  {
    id: 'pro-1',
    type: 'Procedure',
    text: 'has notDoneReason, and notDone is not true',
    about: ['notDoneReason'],
    holds: instance => !has(instance, 'notDoneReason') || instance.notDone === true,
  },
]

const bases: Readonly<Record<string, string>> = {
  Age: 'Quantity',
  Duration: 'Quantity',
  Money: 'Quantity',
  SimpleQuantity: 'Quantity',
}

/** Those of a type and of what it is derived from. */
export const invariantsOf = (type: string): readonly Invariant[] =>
  invariants.filter(each => each.type === type || each.type === bases[type])
