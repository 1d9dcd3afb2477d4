/** The parts of a parameter's name as written: `subject:Patient.identifier:missing`. */

export interface NameParts {
  readonly name: string
  /** A modifier or a type: what stands after the colon. */
  readonly qualifier?: string
  /** What stands after the first dot, with colons and dots of its own. */
  readonly chained?: string
}

export function splitName(text: string): NameParts {
  const dot = text.indexOf('.')
  const head = dot < 0 ? text : text.slice(0, dot)
  const colon = head.indexOf(':')
  return {
    name: colon < 0 ? head : head.slice(0, colon),
    ...(colon < 0 ? {} : { qualifier: head.slice(colon + 1) }),
    ...(dot < 0 ? {} : { chained: text.slice(dot + 1) }),
  }
}
