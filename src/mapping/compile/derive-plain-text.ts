/** Notes in HTML or RTF, read as plain text (MAPPING: the fact `text`). They can be shown, not searched. */
import { type ColumnBinding, isBlank } from './column.js'
import { columnPresent } from './column-inverse.js'
import { allOf, undecided, unsupported } from './inverse.js'
import { readHtml } from './read-html.js'
import { readRtf } from './read-rtf.js'

export function derivePlainText(base: ColumnBinding, kind: 'html' | 'rtf', column: string): ColumnBinding {
  const read = kind === 'html' ? readHtml : readRtf
  const refused = unsupported(
    `${base.field.alias}.${column} is stored as ${kind.toUpperCase()}, in which a text can not be looked for.`,
  )
  return {
    ...base,
    meaning: 'string',
    derived: {
      fact: 'text',
      column,
      from: [base],
      mustRead: false,
      read(value) {
        const text = value === undefined ? '' : read(String(value))
        return isBlank(text) ? undefined : text
      },
      present: () => allOf([columnPresent(base), undecided]),
      equals: () => refused,
      compare: () => refused,
      text: () => refused,
    },
  }
}
