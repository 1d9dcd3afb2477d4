/** Reads the pairs of a code map from CSV with the columns from, code, system and display in any order. */
import { nearestName } from '../../kernel/nearest.js'
import type { CsvField } from './csv.js'
import { parseCsv } from './csv.js'
import type { Report } from './diagnostic-codes.js'
import type { CodePair } from './document.js'

const columns = ['from', 'code', 'system', 'display'] as const

export function readCodesCsv(
  file: string,
  text: string,
  { report, system }: { readonly report: Report; readonly system: (text: string) => string },
): readonly CodePair[] {
  const { records, faults } = parseCsv(file, text)
  for (const { at, message } of faults) report('map.csv-invalid', at, message)
  const [header = [], ...rows] = records
  if (!checkHeader(file, header, report)) return []
  const names = header.map(field => field.text.trim())
  return rows.flatMap(row => {
    const fieldOf = (column: (typeof columns)[number]): string => row[names.indexOf(column)]?.text ?? ''
    const at = row[0]?.at ?? { file, line: 1, column: 1 }
    if (row.length !== header.length) {
      report(
        'map.csv-invalid',
        at,
        `This line has ${row.length} fields, the first line ${header.length}. Quote a field that has a comma.`,
      )
      return []
    }
    const [from, code, ownSystem, display] = columns.map(fieldOf)
    if (from === undefined || from.trim() === '' || code === undefined || code.trim() === '') {
      report('map.csv-invalid', at, 'from and code are required. For a blank legacy value write whenNull: in the code map.')
      return []
    }
    return [{ at, from, code, ...(ownSystem ? { system: system(ownSystem) } : {}), ...(display ? { display } : {}) }]
  })
}

function checkHeader(file: string, header: readonly CsvField[], report: Report): boolean {
  const names = header.map(field => field.text.trim())
  let valid = true
  for (const [index, field] of header.entries()) {
    const name = names[index] ?? ''
    const unknown = !columns.some(column => column === name)
    if (!unknown && names.indexOf(name) === index) continue
    const nearest = unknown ? nearestName(name, columns) : undefined
    const advice = nearest === undefined ? `The columns are ${columns.join(', ')}, each once.` : `Did you mean ${nearest}?`
    report('map.csv-invalid', field.at, `${name} is no column of a code map. ${advice}`)
    valid = false
  }
  if (valid && !(names.includes('from') && names.includes('code'))) {
    report(
      'map.csv-invalid',
      header[0]?.at ?? { file, line: 1, column: 1 },
      'The first line names the columns: from, code, system, display.',
    )
    valid = false
  }
  return valid
}
