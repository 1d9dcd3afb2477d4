/** How a line looks: in colour on a terminal, plain in a pipe. https://no-color.org */

export type Style = Readonly<Record<'bold' | 'dim' | 'red' | 'yellow' | 'green' | 'cyan', (text: string) => string>>

const sequences = { bold: [1, 22], dim: [2, 22], red: [31, 39], yellow: [33, 39], green: [32, 39], cyan: [36, 39] } as const

const names = Object.keys(sequences) as (keyof typeof sequences)[]
const styleOf = (paint: (name: keyof typeof sequences) => (text: string) => string): Style =>
  Object.fromEntries(names.map(name => [name, paint(name)])) as Record<keyof typeof sequences, (text: string) => string>

export const plainStyle: Style = styleOf(() => text => text)
export const colourStyle: Style = styleOf(name => {
  const [on, off] = sequences[name]
  return text => (text === '' ? '' : `\u001b[${on}m${text}\u001b[${off}m`)
})

export function chooseStyle(isTerminal: boolean, environment: Readonly<Record<string, string | undefined>>): Style {
  if (environment.NO_COLOR !== undefined && environment.NO_COLOR !== '') return plainStyle
  if (environment.FORCE_COLOR !== undefined && environment.FORCE_COLOR !== '0') return colourStyle
  return isTerminal && environment.TERM !== 'dumb' ? colourStyle : plainStyle
}
