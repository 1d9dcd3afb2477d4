/** Writes a scaffold to the mapping folder: the map to a file of its own, the table to the source document that is there. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { basename, join, posix } from 'node:path'
import { type Entries, insertEntries } from './insert-entries.js'
import { sourceLines, systemLines, type TableToMap, type WrittenScaffold } from './scaffold-table.js'

export type Writing =
  | { readonly kind: 'done'; readonly lines: readonly string[] }
  /** Nothing was written. */
  | { readonly kind: 'refused'; readonly lines: readonly string[] }

interface File {
  /** In the folder. */
  readonly name: string
  readonly text: string
  /** Of the line that tells it. */
  readonly told: string
}

const refused = (...lines: readonly string[]): Writing => ({ kind: 'refused', lines })
const instead = 'Add --dry-run to see what would be written.'

/** `mayReplace`: a map file that is there is written anew. A source document never is: it is added to. */
export function writeScaffold(table: TableToMap, scaffold: WrittenScaffold, mayReplace: boolean): Writing {
  const { folder } = table
  if (folder === undefined)
    return refused(`The configuration names no folder for the mappings of ${table.source}: add one to \`mappings\`. ${instead}`)
  const shown = (name: string): string => posix.join(folder.displayDir, name)
  const source = sourceFile(table, scaffold, folder.dir)
  if (source === 'unreadable')
    return refused(
      `The source document of ${table.source} can not be added to. Run careconnect check, put it right, and try again. ${instead}`,
    )
  const map = mapFile(table, scaffold)
  const owner = ownerOf(table, scaffold, map.name)
  if (owner !== undefined) return refused(`${owner} Nothing was written. ${instead}`)
  if (!mayReplace && existsSync(join(folder.dir, map.name)))
    return refused(`${shown(map.name)} is there already. Nothing was written: add --force to write it anew. ${instead}`)
  const files = [...(source ? [source] : []), map]
  mkdirSync(folder.dir, { recursive: true })
  for (const { name, text } of files) replaceFile(join(folder.dir, name), text)
  return {
    kind: 'done',
    lines: [...files.map(({ name, told }) => `Wrote ${shown(name)}: ${told}.`), ...nextSteps(scaffold, shown(map.name))],
  }
}

function mapFile({ path }: TableToMap, { map, type, table }: WrittenScaffold): File {
  const text = [...map.head, ...map.lines, ''].join('\n')
  return { name: `${map.name}.yaml`, text, told: `a first map of ${path} (${table}) as ${type}` }
}

/** Undefined when it has nothing to say that is not there. */
function sourceFile({ source, document }: TableToMap, scaffold: WrittenScaffold, dir: string): File | 'unreadable' | undefined {
  const { table, described } = scaffold
  if (!document) {
    if (existsSync(join(dir, 'source.yaml'))) return 'unreadable'
    const head = `# How the database of ${source} stores its tables: said once here, for all maps of this folder.`
    return {
      name: 'source.yaml',
      text: [head, ...sourceLines(source, scaffold), ''].join('\n'),
      told: `how the table ${table} is stored`,
    }
  }
  const systems = Object.fromEntries(Object.entries(scaffold.systems).filter(([name]) => !document.systems.has(name)))
  const additions: readonly Entries[] = [
    ...(Object.keys(systems).length > 0 ? [{ below: 'systems', lines: systemLines(systems) }] : []),
    ...(described ? [{ below: 'tables', lines: described }] : []),
  ]
  if (additions.length === 0) return undefined
  const name = basename(document.at.file)
  let text: string | undefined = readFileSync(join(dir, name), 'utf8')
  for (const addition of additions) text = text === undefined ? undefined : insertEntries(text, 'source', addition)
  const told = described ? `added how the table ${table} is stored` : `added ${Object.keys(systems).join(', ')}`
  return text === undefined ? 'unreadable' : { name, text, told }
}

/** Why the file may not be written even when it may be replaced: something else is in it, or the map is elsewhere. */
function ownerOf({ document, maps }: TableToMap, { map }: WrittenScaffold, file: string): string | undefined {
  if (document && basename(document.at.file) === file) return `${document.at.file} is the source document.`
  const elsewhere = maps.find(({ name, at }) => name === map.name && basename(at.file) !== file)
  if (elsewhere) return `The map ${map.name} is in ${elsewhere.at.file} already.`
  const other = maps.find(({ name, at }) => name !== map.name && basename(at.file) === file)
  return other && `${other.at.file} has the map ${other.name} too.`
}

/** Whole or not at all: a server that watches never reads half a file. */
function replaceFile(path: string, text: string): void {
  const unfinished = `${path}.${process.pid}.tmp`
  writeFileSync(unfinished, text)
  renameSync(unfinished, path)
}

function nextSteps({ map }: WrittenScaffold, file: string): readonly string[] {
  const todos = map.lines.filter(line => line.includes('# TODO')).length
  const steps = [
    ['npx careconnect check --data', 'what is wrong still'],
    [`npx careconnect preview ${map.name}`, 'rows beside the resources that they become'],
  ] as const
  const width = Math.max(...steps.map(([command]) => command.length))
  return [
    'Next:',
    ...(todos > 0 ? [`  open ${file}: ${todos === 1 ? '1 line says' : `${todos} lines say`} TODO`] : []),
    ...steps.map(([command, shows]) => `  ${command.padEnd(width)}   ${shows}`),
  ]
}
