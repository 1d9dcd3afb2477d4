/** The order of two values of one type. */
import { expect, test } from 'vitest'
import { compareScalars, type FieldType, type Scalar } from '../../src/spi/index.js'

test.each<[FieldType, Scalar, '<' | '=', Scalar]>([
  ['string', 'a', '<', 'b'],
  ['string', 'Z', '<', 'a'],
  ['string', 'a', '<', 'aa'],
  ['string', '', '<', ' '],
  ['string', '｀', '<', '😀'],
  ['string', '\ud7ff', '<', '\ue000'],
  ['string', '\ue000', '<', '😀'],
  ['string', 'a😀', '<', 'a😁'],
  ['integer', 2, '<', 10],
  ['integer', '9007199254740992', '<', '9007199254740993'],
  ['integer', 9007199254740991, '<', '9007199254740992'],
  ['integer', '-9007199254740993', '<', '-9007199254740992'],
  ['decimal', '1.0', '=', '1.00'],
  ['decimal', '1.', '=', '1'],
  ['decimal', '.5', '=', '0.50'],
  ['decimal', '007', '=', '7'],
  ['decimal', '+1', '=', '1'],
  ['decimal', '-0.00', '=', '0'],
  ['decimal', '9', '<', '10'],
  ['decimal', '-10', '<', '-9'],
  ['decimal', '-1.5', '<', '-1.25'],
  ['decimal', '0.1', '<', '0.10000000000000000001'],
  ['decimal', '1e-7', '=', '0.0000001'],
  ['decimal', '1.5e3', '=', '1500'],
  ['boolean', false, '<', true],
  ['date', '1999-12-31', '<', '2000-01-01'],
  ['dateTime', '2020-01-01T00:00:00', '=', '2020-01-01T00:00:00.000'],
  ['dateTime', '2020-01-01T00:00', '=', '2020-01-01T00:00:00'],
  ['dateTime', '2020-01-01T00:00:00', '<', '2020-01-01T00:00:00.001'],
  ['dateTime', '2020-01-01T00:00:00.10', '=', '2020-01-01T00:00:00.1'],
  ['dateTime', '2020-01-01T00:00:09.9', '<', '2020-01-01T00:00:10'],
  ['instant', '2020-01-01T00:00:00Z', '=', '2020-01-01T00:00:00.0Z'],
  ['instant', '2020-01-01T00:00:00Z', '<', '2020-01-01T00:00:00.5Z'],
  ['time', '01:30', '=', '01:30:00'],
  ['time', '01:30:00', '<', '01:30:00.5'],
  ['binary', new Uint8Array([1, 2]), '<', new Uint8Array([1, 3])],
  ['binary', new Uint8Array([1]), '<', new Uint8Array([1, 0])],
  ['binary', new Uint8Array([7]), '=', new Uint8Array([7])],
])('%s: %j %s %j', (type, a, order, b) => {
  expect(Math.sign(compareScalars(type, a, b))).toBe(order === '=' ? 0 : -1)
  expect(Math.sign(compareScalars(type, b, a))).toBe(order === '=' ? 0 : 1)
})
