/** Values and conditions as code of a row function. */
import { listedTest } from './coded-reader.js'
import { columnsOfTest, testOf } from './condition.js'
import { constantOf, converterOf } from './element-text.js'
import { functionCaller } from './function-value.js'
import { idWriter } from './logical-id.js'
import type { RowNames } from './row-code.js'
import type { RowScopes } from './row-scopes.js'
import type { Condition, PrimitiveShape, ReferenceValueShape, TemplatePiece, Value } from './shape.js'

export class ValueEmitter {
  readonly #names: RowNames
  readonly #scopes: RowScopes

  constructor(names: RowNames, scopes: RowScopes) {
    this.#names = names
    this.#scopes = scopes
  }

  /** Emits the code of a value and gives the variable that holds it, or undefined; a constant is its own literal. */
  primitive(shape: PrimitiveShape, path: string, lines: string[]): string {
    const { value, type, codes } = shape
    if (value.kind === 'constant') {
      const constant = constantOf(type, value.text)
      if (typeof constant === 'object') lines.push('c.hasExactDecimals = true;')
      return typeof constant === 'object' ? this.#names.helper(constant) : JSON.stringify(constant)
    }
    const name = this.#names.variable()
    if (value.kind === 'reference') {
      lines.push(`const ${name} = ${this.#reference(value, path, lines)};`)
      return name
    }
    if (value.kind === 'column') {
      const read = this.#scopes.read(value.column)
      const convert = converterOf(value.column, type, codes)
      if (!convert) throw new Error(`${path} can not hold ${value.column.meaning} values.`)
      const isSame = value.column.meaning === 'string' && !codes && (type === 'string' || type === 'markdown')
      if (isSame) return read
      lines.push(
        `let ${name};`,
        `if (${read} !== undefined) { ${name} = ${this.#names.helper(convert)}(${read}); if (${name} === undefined) c.dropped(${JSON.stringify(path)}); }`,
      )
      if (type === 'decimal') lines.push(`if (typeof ${name} === 'object') c.hasExactDecimals = true;`)
      return name
    }
    lines.push(`const ${name} = ${this.#value(value, type, codes, path)};`)
    if (value.kind === 'coded' && value.part === 'code' && !value.codes.otherwise) this.#tellUnlisted(value, name, path, lines)
    if (type === 'decimal') lines.push(`if (typeof ${name} === 'object') c.hasExactDecimals = true;`)
    return name
  }

  #value(
    value: Exclude<Value, { kind: 'constant' | 'column' | 'reference' }>,
    type: string,
    codes: ReadonlySet<string> | undefined,
    path: string,
  ): string {
    switch (value.kind) {
      case 'coded':
        return this.#scopes.readCode(value, type, codes)
      case 'template':
        return `${this.#fill(value.parts, 'undefined')} || undefined`
      case 'function': {
        const args = value.args.flatMap(arg => (arg.kind === 'column' ? [this.#scopes.read(arg.column)] : []))
        return `${this.#names.helper(functionCaller(value, type, codes))}([${args.join(', ')}], () => c.dropped(${JSON.stringify(path)}))`
      }
      case 'id': {
        const identify = idWriter(value)
        return `${this.#names.helper(identify)}(${value.key.map(column => this.#scopes.read(column)).join(', ')})`
      }
      default:
        return value satisfies never
    }
  }

  /** A stored code that its code map does not list is a loss, and told as one. */
  #tellUnlisted(value: Extract<Value, { kind: 'coded' }>, name: string, path: string, lines: string[]): void {
    const read = this.#scopes.read(value.column)
    const listed = this.#names.helper(listedTest(value))
    lines.push(
      `if (${name} === undefined && ${read} !== undefined && !${listed}(${read})) c.dropped(${JSON.stringify(path)}, 'unlisted');`,
    )
  }

  #reference({ target, key }: ReferenceValueShape, path: string, lines: string[]): string {
    const refer = idWriter(target, `${target.type}/`)
    const parts = key.map(part =>
      part.value.kind === 'column' ? this.#scopes.read(part.value.column) : this.primitive(part, path, lines),
    )
    return `${this.#names.helper(refer)}(${parts.join(', ')})`
  }

  /** The text of a template; `unfilled` when a hole outside `[ ]` is empty. */
  #fill(parts: readonly TemplatePiece[], unfilled: string): string {
    const holes: string[] = []
    const texts = parts.map(part => {
      if (part.kind === 'text') return JSON.stringify(part.text)
      if (part.kind === 'optional') return this.#fill(part.parts, "''")
      const value = this.#scopes.read(part.column)
      holes.push(value)
      return value
    })
    const text = `'' + ${texts.join(' + ')}`
    return holes.length === 0
      ? `(${text})`
      : `(${holes.map(hole => `${hole} !== undefined`).join(' && ')} ? ${text} : ${unfilled})`
  }

  condition(condition: Condition): string {
    switch (condition.kind) {
      case 'and':
        return `(${condition.of.map(part => this.condition(part)).join(' && ') || 'true'})`
      case 'or':
        return `(${condition.of.map(part => this.condition(part)).join(' || ') || 'false'})`
      case 'not':
        return `!${this.condition(condition.of)}`
      default: {
        const [value, other] = columnsOfTest(condition).map(column => this.#scopes.read(column))
        return `${this.#names.helper(testOf(condition))}(${value}, ${other ?? 'undefined'}, c)`
      }
    }
  }
}
