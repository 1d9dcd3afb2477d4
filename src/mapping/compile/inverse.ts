/** What a test on an element means on the rows beneath it, and how such meanings combine (DESIGN, ruling 1). */
import type { Predicate } from '../../spi/index.js'

/**
 * `may` holds for every row for which the test holds; when `exact`, for no others.
 * An unsupported test can not be turned into a predicate at all; the reason is shown to the caller.
 */
export type Inverse =
  | { readonly kind: 'never' }
  | { readonly kind: 'always' }
  | { readonly kind: 'rows'; readonly may: Predicate; readonly exact: boolean }
  | { readonly kind: 'unsupported'; readonly reason: string }

export const never: Inverse = { kind: 'never' }
export const always: Inverse = { kind: 'always' }
/** Nothing can be said: every row may match, and the mapped resource decides. */
export const undecided: Inverse = { kind: 'rows', may: { op: 'and', of: [] }, exact: false }

export const rows = (may: Predicate, exact = true): Inverse => ({ kind: 'rows', may, exact })
export const unsupported = (reason: string): Inverse => ({ kind: 'unsupported', reason })
export const inexact = (inverse: Inverse): Inverse => (inverse.kind === 'rows' ? rows(inverse.may, false) : inverse)
export const fromBoolean = (holds: boolean): Inverse => (holds ? always : never)

export function allOf(parts: readonly Inverse[]): Inverse {
  const predicates: Predicate[] = []
  let exact = true
  let refused: Inverse | undefined
  for (const part of parts) {
    if (part.kind === 'never') return never
    if (part.kind === 'unsupported') refused ??= part
    if (part.kind !== 'rows') continue
    exact &&= part.exact
    if (part.may.op === 'and') predicates.push(...part.may.of)
    else predicates.push(part.may)
  }
  if (refused) return refused
  if (predicates.length === 0) return exact ? always : undecided
  return rows(predicates.length === 1 && predicates[0] ? predicates[0] : { op: 'and', of: predicates }, exact)
}

export function anyOf(parts: readonly Inverse[]): Inverse {
  const predicates: Predicate[] = []
  let exact = true
  let refused: Inverse | undefined
  for (const part of parts) {
    if (part.kind === 'always') return always
    if (part.kind === 'unsupported') refused ??= part
    if (part.kind !== 'rows') continue
    exact &&= part.exact
    if (part.may.op === 'or') predicates.push(...part.may.of)
    else predicates.push(part.may)
  }
  if (refused) return refused
  if (predicates.length === 0) return never
  return rows(predicates.length === 1 && predicates[0] ? predicates[0] : { op: 'or', of: predicates }, exact)
}

/** A superset under NOT would lose rows, so an inexact inverse pushes nothing and leaves the decision to the mapped resource. */
export function negate(inverse: Inverse): Inverse {
  switch (inverse.kind) {
    case 'never':
      return always
    case 'always':
      return never
    case 'unsupported':
      return inverse
    case 'rows':
      if (!inverse.exact) return undecided
      return rows(inverse.may.op === 'not' ? inverse.may.of : { op: 'not', of: inverse.may })
    default:
      return inverse satisfies never
  }
}

/** A test on one item of a list, wrapped into a test on the row that owns the list. */
export function within(inverse: Inverse, wrap: (where: Predicate | undefined) => Predicate): Inverse {
  if (inverse.kind === 'always') return rows(wrap(undefined))
  return inverse.kind === 'rows' ? rows(wrap(inverse.may), inverse.exact) : inverse
}
