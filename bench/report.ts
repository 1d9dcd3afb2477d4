/** Medians of the rounds as a table, and the aims that were missed. */
import type { Workload } from './workloads.js'

export interface Measurement {
  readonly cpuUs: number
  readonly requestsPerSecond: number
  readonly p99Ms: number
}

/** One round of one workload: both servers, one right after the other. */
export interface Round {
  readonly facade: Measurement
  readonly handwritten: Measurement
}

export interface Outcome {
  readonly workload: Workload
  readonly rounds: readonly Round[]
}

const mostMemoryMb = 250

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}

const cpuRatios = ({ rounds }: Outcome): readonly number[] =>
  rounds.map(({ facade, handwritten }) => facade.cpuUs / handwritten.cpuUs)

export function tableOf(outcomes: readonly Outcome[]): string {
  const head = ['workload', 'CPU ratio', 'spread', 'aim', 'rps ratio', 'CPU us', 'by hand', 'rps', 'by hand', 'p99 ms', 'by hand']
  const rows = outcomes.map(outcome => {
    const { workload, rounds } = outcome
    const ratios = cpuRatios(outcome)
    const of = (read: (round: Round) => number, digits = 0): string => median(rounds.map(read)).toFixed(digits)
    return [
      workload.name,
      median(ratios).toFixed(2),
      `${Math.min(...ratios).toFixed(2)}-${Math.max(...ratios).toFixed(2)}`,
      workload.aim === undefined ? '' : `<= ${workload.aim}`,
      of(({ facade, handwritten }) => facade.requestsPerSecond / handwritten.requestsPerSecond, 2),
      of(({ facade }) => facade.cpuUs),
      of(({ handwritten }) => handwritten.cpuUs),
      of(({ facade }) => facade.requestsPerSecond),
      of(({ handwritten }) => handwritten.requestsPerSecond),
      of(({ facade }) => facade.p99Ms, 1),
      of(({ handwritten }) => handwritten.p99Ms, 1),
    ]
  })
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map(row => row[column]?.length ?? 0)))
  const line = (cells: readonly string[]): string =>
    cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ')
  return [line(head), ...rows.map(line)].join('\n')
}

export function missedAims(outcomes: readonly Outcome[], residentMb: number): readonly string[] {
  const missed = outcomes.flatMap(outcome => {
    const { name, aim } = outcome.workload
    const ratio = median(cpuRatios(outcome))
    return aim === undefined || ratio <= aim ? [] : [`${name}: a CPU ratio of ${ratio.toFixed(2)}, not ${aim} at most`]
  })
  if (!(residentMb < mostMemoryMb)) missed.push(`${residentMb.toFixed(0)} MB resident, not less than ${mostMemoryMb}`)
  return missed
}
