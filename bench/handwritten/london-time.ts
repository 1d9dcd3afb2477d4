/** Local times of London since 1996 with their offset, as somebody writes it who needs no other zone. */

interface Summer {
  readonly skipped: string
  readonly begins: string
  readonly ends: string
}

const summers = new Map<string, Summer>()

/** From '2021-07-01 10:00:00' to '2021-07-01T10:00:00+01:00'. A time that the clocks skipped is when they did, one that came twice the first. */
export function withOffset(local: string): string {
  const year = local.slice(0, 4)
  const summer = summers.get(year) ?? rememberSummer(year)
  const time = `${local.slice(0, 10)}T${local.slice(11)}`
  if (time < summer.skipped || time >= summer.ends) return `${time}+00:00`
  return `${time < summer.begins ? summer.begins : time}+01:00`
}

function rememberSummer(year: string): Summer {
  const [march, october] = [lastSunday(year, 3), lastSunday(year, 10)]
  const summer = { skipped: `${march}T01:00:00`, begins: `${march}T02:00:00`, ends: `${october}T02:00:00` }
  summers.set(year, summer)
  return summer
}

function lastSunday(year: string, month: 3 | 10): string {
  const last = new Date(Date.UTC(Number(year), month, 0))
  last.setUTCDate(last.getUTCDate() - last.getUTCDay())
  return last.toISOString().slice(0, 10)
}
