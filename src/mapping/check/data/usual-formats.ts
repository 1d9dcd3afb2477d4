/** Formats in which databases keep dates as text, counted over values: what a column looks like that says nothing of itself. */
import { isDateStorage, parseDateFormat, readDate } from '../../language/date-format.js'

/** Where two fit as well, the first: the day comes first in Britain. */
const usual = [
  'yyyyMMdd',
  'dd/MM/yyyy',
  'MM/dd/yyyy',
  'dd-MM-yyyy',
  'dd.MM.yyyy',
  'yyyy-MM-dd',
  'yyyy/MM/dd',
  'ddMMyyyy',
  'dd-MMM-yyyy',
  'dd MMM yyyy',
  'ddMMMyyyy',
  'dd/MM/yy',
]
const usualTimes = [' HH:mm', ' HH:mm:ss']

export interface FormatCount {
  readonly pattern: string
  see(stored: unknown): void
  /** How many of the values seen it reads. */
  fitting(): number
}

export function countFormats(isTimed: boolean): readonly FormatCount[] {
  const patterns = isTimed
    ? [...usualTimes.flatMap(time => usual.map(date => date + time)), 'yyyyMMddHHmm', 'yyyyMMddHHmmss', 'yyyy-MM-ddTHH:mm:ss']
    : usual
  return patterns.flatMap(pattern => {
    const format = parseDateFormat(pattern)
    if (format.kind === 'fault' || !isDateStorage(format)) return []
    const read = readDate(format)
    let count = 0
    const see = (stored: unknown): void => {
      if (read(String(stored).trim()) !== undefined) count++
    }
    return [{ pattern, see, fitting: () => count }]
  })
}
