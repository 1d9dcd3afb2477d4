/** Days and times of the demo, as text: no clock, no time zone, no Date. The demo's world ends on 30 June 2024. */

const daysInMonth = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const
const firstYear = 1925
const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
const twoDigits = (value: number): string => (value < 10 ? `0${value}` : String(value))

function daysFrom(year: number, toYear: number): readonly string[] {
  const days: string[] = []
  for (; year <= toYear; year++) {
    daysInMonth.forEach((length, month) => {
      const last = month === 1 && isLeap(year) ? 29 : length
      for (let day = 1; day <= last; day++) days.push(`${year}-${twoDigits(month + 1)}-${twoDigits(day)}`)
    })
  }
  return days
}

const days = daysFrom(firstYear, 2024)
const numbers = new Map(days.map((day, number) => [day, number]))

/** The number of '2021-03-28'; a day that the calendar does not have is the first one. */
export const dayNumber = (day: string): number => numbers.get(day) ?? 0
export const dayText = (number: number): string => days[Math.max(0, Math.min(number, days.length - 1))] ?? `${firstYear}-01-01`
/** '2021-03-28' as '20210328'. */
export const compact = (day: string): string => day.slice(0, 4) + day.slice(5, 7) + day.slice(8, 10)
/** The number of '20210328'; nothing where the text is no day of the calendar. */
export const dayOf = (text: string | null): number | undefined =>
  text?.length === 8 ? numbers.get(`${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`) : undefined
/** '2021-03-28 09:05:00'. */
export const localTime = (day: string, minutes: number, seconds = 0): string =>
  `${day} ${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}:${twoDigits(seconds)}`

export const firstRecordedDay = dayNumber('2005-01-03')
export const lastDay = dayNumber('2024-06-30')
