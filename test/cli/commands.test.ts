import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, test } from 'vitest'
import { readArguments } from '../../src/cli/arguments.js'
import { helpFor } from '../../src/cli/help.js'
import { runCommand } from '../../src/cli/run-command.js'
import { plainStyle } from '../../src/tooling/terminal/style.js'
import { type Clinic, clinicFiles, openClinic } from '../support/clinic.js'

const file = 'docs/reference/commands.md'

let clinic: Clinic
beforeAll(() => {
  clinic = openClinic()
})
afterAll(() => clinic.remove())

interface Answer {
  readonly lines: readonly string[]
  readonly exitCode: number | undefined
}

/** As in a pipe, with stderr before what follows it. */
async function answerTo(line: string): Promise<Answer> {
  const words = [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain = '']) => quoted ?? plain)
  const command = readArguments(words)
  const lines: string[] = []
  if (command.kind === 'help') return { lines: helpFor(command.of).split('\n'), exitCode: 0 }
  if (command.kind !== 'run') return { lines: ['message' in command ? command.message : ''], exitCode: 2 }
  const say = (text: string): void => {
    lines.push(text)
  }
  const terminal = { print: say, say, progress: () => undefined, style: plainStyle, sayStyle: plainStyle, isTerminal: false }
  const exitCode = await runCommand({ ...command, configFile: join(clinic.folder, 'careconnect.yaml') }, terminal)
  return { lines, exitCode }
}

async function withChange<Result>(directive: string | undefined, work: () => Promise<Result>): Promise<Result> {
  const [, name = '', from = '', to = ''] = /^<!-- with (\S+): (.+) -> (.+) -->\n$/.exec(directive ?? '') ?? []
  const text = clinicFiles[name]
  if (text === undefined) return work()
  clinic.write(name, text.replaceAll(from, to.replaceAll('\\n', '\n')))
  try {
    return await work()
  } finally {
    clinic.write(name, text)
  }
}

const blocks = /(<!-- with .*? -->\n)?```console\n\$ npx careconnect (.*)\n([\s\S]*?)```/g
const withoutTrailingBlanks = (line: string): string => line.trimEnd()

it(`${file} shows what the commands say`, async () => {
  const page = readFileSync(file, 'utf8')
  let captured = ''
  let end = 0
  for (const match of page.matchAll(blocks)) {
    const [whole, directive, line = ''] = match
    const { lines } = await withChange(directive, () => answerTo(line))
    const answer = lines.map(withoutTrailingBlanks).join('\n').trimEnd()
    captured += `${page.slice(end, match.index)}${directive ?? ''}\`\`\`console\n$ npx careconnect ${line}\n${answer}\n\`\`\``
    end = match.index + whole.length
  }
  const yaml = Object.entries(clinicFiles).map(([name, text]) => `# ${name}\n${text}`)
  const expected = (captured + page.slice(end)).replace(/```yaml\n[\s\S]*?```/, `\`\`\`yaml\n${yaml.join('\n')}\`\`\``)
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(file, expected)
  expect(readFileSync(file, 'utf8')).toBe(expected)
})

test.each([
  ['check', 0],
  ['check --data', 0],
  ['preview patient', 0],
  ['preview patient --key 999', 1],
  ['preview nobody', 2],
  ['preview patient --limit none', 2],
  ['explain Patient?gender=male', 0],
  ['explain Patient?phonetic=x', 1],
  ['explain Patient?gendr=male', 1],
  ['schema', 0],
  ['verify', 0],
  ['verify staff --rows 1', 0],
  ['verify nobody', 2],
  ['verify --rows none', 2],
  ['quality', 0],
  ['quality nobody', 2],
])('careconnect %s ends with %i', async (line, exitCode) => {
  expect((await answerTo(line)).exitCode).toBe(exitCode)
})

it('check ends with 1 when there is an error', async () => {
  const change = '<!-- with mappings/clinic/patient.yaml: birthDate -> birthdate -->\n'
  expect((await withChange(change, () => answerTo('check'))).exitCode).toBe(1)
})

it('verify ends with 1 when something is wrong', async () => {
  const change =
    '<!-- with mappings/clinic/patient.yaml: from: patient as p -> from: patient as p\\nsearch: { family: { col: p.FORENAME } } -->\n'
  expect((await withChange(change, () => answerTo('verify patient'))).exitCode).toBe(1)
})

it('a fault of the configuration is a diagnostic like any other', async () => {
  clinic.write('careconnect.yaml', 'mapings: [x]\n')
  const { lines, exitCode } = await answerTo('check --json')
  clinic.write('careconnect.yaml', clinicFiles['careconnect.yaml'] ?? '')
  expect(exitCode).toBe(1)
  expect(JSON.parse(lines.join('\n'))).toMatchObject({ level: 'static', diagnostics: expect.any(Array) })
})

it('a preview, an explanation, a verification and a quality report are JSON for programs', async () => {
  for (const line of ['preview patient --json', 'explain Patient?gender=male --json', 'verify --json', 'quality --json'])
    expect(JSON.parse((await answerTo(line)).lines.join('\n')), line).toBeTypeOf('object')
})
