/** Every rule that an instance is held against, with what a message says of it. No message holds a value. */
import { invariants } from './invariants.js'

/** Rules of structure; the invariants are beside them, under the names that STU3 gives them. */
export const structureRules = {
  required: 'has no value, and one is required',
  forbidden: 'has a value, and the profile forbids it',
  'too-many': 'has more items than it may',
  choice: 'has values of two types, and only one may be given',
  unknown: 'is no element of its type',
  empty: 'is there and says nothing',
  type: 'is of another JSON type than its element',
  format: 'is not written as its type asks for',
  fixed: 'is not what the profile fixes',
  binding: 'is not one of the codes that a required binding allows',
  'slice-order': 'stands after items of no slice, and comes before them',
  extension: 'is an extension that holds something else than its definition allows',
  'reference-type': 'refers to a type that the profile does not allow',
  profile: 'does not name the Care Connect profile of its type',
} as const

/** A name of a rule: of structure, or `con-3`. */
export type Rule = string

const texts: ReadonlyMap<string, string> = new Map([
  ...Object.entries(structureRules),
  ...invariants.map(({ id, text }) => [id, text] as const),
])

/** What is wrong where a rule is broken; begins after the name of an element. */
export const textOfRule = (rule: Rule): string => texts.get(rule) ?? 'breaks a rule'

/** Every rule with its text, in the order in which they are documented. */
export const allRules = (): readonly (readonly [rule: Rule, text: string])[] => [...texts]
