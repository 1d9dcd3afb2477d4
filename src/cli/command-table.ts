/** Every command: how it is typed and what it does. The one table for reading arguments and for help. */

export interface CommandRow {
  /** One line, for the list. */
  readonly says: string
  /** What stands after the command's name, if anything may. */
  readonly takes?: {
    readonly name: string
    readonly required: boolean
    /** Another one after it, which is required too. */
    readonly second?: string
  }
  /** Options with a value name what they take; the others are switches. */
  readonly options: Readonly<Record<string, { readonly takes?: string; readonly says: string }>>
}

const commandTable = {
  serve: { says: 'Serve Care Connect resources over the databases that the configuration names.', options: {} },
  dev: { says: 'Serve, and reload the mappings whenever a file of them changes.', options: {} },
  check: {
    says: 'Find the mistakes in mappings: exit code 1 when there are any.',
    options: {
      live: { says: 'also against the tables and columns of the databases' },
      data: { says: 'also against the rows: tells counts and keys, never values; implies --live' },
      json: { says: 'for editors and CI' },
    },
  },
  preview: {
    says: 'Show rows beside the resources that they become, each element with its column.',
    takes: { name: 'MAP', required: true },
    options: {
      key: { takes: 'ID', says: 'the row with this logical id' },
      limit: { takes: 'N', says: 'how many rows; 3 when left out' },
      json: { says: 'for programs' },
    },
  },
  explain: {
    says: 'Show how a search is answered: predicates, indexes, SQL.',
    takes: { name: 'SEARCH', required: true },
    options: { json: { says: 'for programs' } },
  },
  verify: {
    says: 'Try on rows that each value which can be searched for is found, and nothing else is: exit code 1 when not.',
    takes: { name: 'MAP', required: false },
    options: {
      rows: { takes: 'N', says: 'take the values of so many rows of each map; 50 when left out' },
      json: { says: 'for programs' },
    },
  },
  scaffold: {
    says: 'Write a first map of a table, with suggestions by what its columns hold, to be finished by a person.',
    takes: { name: 'SOURCE', required: true, second: 'TABLE' },
    options: {
      as: { takes: 'TYPE', says: 'the resource type; by the table when left out' },
      'dry-run': { says: 'print what would be written, and write nothing' },
      force: { says: 'write a map file that is there anew' },
    },
  },
  schema: { says: 'Print the JSON Schema of mapping files, with which editors complete and check them.', options: {} },
  quality: {
    says: 'Count rows and elements that are left out, by rule, with keys. For the trust alone.',
    takes: { name: 'MAP', required: false },
    options: {
      limit: { takes: 'N', says: 'read at most so many rows of each map' },
      name: { takes: 'NAME', says: 'only the row that an outcome or the log names so; needs privacy.key' },
      json: { says: 'for programs' },
    },
  },
} as const satisfies Record<string, CommandRow>

export type CommandName = keyof typeof commandTable

export const commandNames = Object.keys(commandTable) as readonly CommandName[]
export const rowOf = (name: CommandName): CommandRow => commandTable[name]

/** Every command takes it. */
export const configOption = { takes: 'FILE', says: 'the configuration; careconnect.yaml when left out' } as const
