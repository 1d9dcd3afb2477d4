/** Templates: text put together from columns, and taken apart again. */
import type { ColumnBinding } from './column.js'
import type { TemplatePiece } from './shape.js'

/** One way in which a text can have come about. */
export interface TemplateFit {
  readonly values: readonly { readonly column: ColumnBinding; readonly value: string }[]
  /** The optional parts that were dropped: of each, some column has no value. */
  readonly absent: readonly (readonly ColumnBinding[])[]
}

/** More ways than this and a text is not taken apart. */
const maxFits = 16

/** Every way in which the template can give the text; undefined when there are too many to list. */
export function splitByTemplate(parts: readonly TemplatePiece[], text: string): readonly TemplateFit[] | undefined {
  const fits: TemplateFit[] = []
  let steps = 0
  const walk = (rest: readonly TemplatePiece[], from: number, fit: TemplateFit): boolean => {
    if (++steps > 10_000 || fits.length > maxFits) return false
    const [part, ...others] = rest
    if (!part) {
      if (from === text.length) fits.push(fit)
      return true
    }
    if (part.kind === 'text') return !text.startsWith(part.text, from) || walk(others, from + part.text.length, fit)
    if (part.kind === 'optional') {
      const dropped = { ...fit, absent: [...fit.absent, columnsOf(part.parts)] }
      return walk([...part.parts, ...others], from, fit) && walk(others, from, dropped)
    }
    for (let end = from + 1; end <= text.length; end++) {
      const values = [...fit.values, { column: part.column, value: text.slice(from, end) }]
      if (!walk(others, end, { ...fit, values })) return false
    }
    return true
  }
  return walk(parts, 0, { values: [], absent: [] }) && fits.length <= maxFits ? fits : undefined
}

export function columnsOf(parts: readonly TemplatePiece[]): readonly ColumnBinding[] {
  return parts.flatMap(part => (part.kind === 'hole' ? [part.column] : part.kind === 'optional' ? columnsOf(part.parts) : []))
}
