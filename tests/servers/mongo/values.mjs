import { BSON, Binary, Decimal128, Double, Int32, Long } from 'bson';
import { notImplemented } from './failure.mjs';

// Documents exist in three forms: the bytes as they came, which is what is stored and given back; typed, where every number keeps its BSON type; and plain, which is what mingo works on.
const TYPED = { promoteValues: false, promoteLongs: false, promoteBuffers: false, bsonRegExp: true };

export const typed = bytes => BSON.deserialize(bytes, TYPED);
export const bytesOf = document => BSON.serialize(document, { ignoreUndefined: true });

/** A decimal number of any size; exact, unlike a double. */
export class Decimal {
  constructor(units, scale) {
    this.units = units;
    this.scale = scale;
  }

  static of(decimal128) {
    const match = /^(-?)(\d+)(?:\.(\d+))?(?:E([+-]?\d+))?$/.exec(decimal128.toString());
    if (!match) throw notImplemented(`arithmetic with the decimal ${decimal128}`);
    const [, sign, whole, fraction = '', exponent = '0'] = match;
    let [units, scale] = [BigInt(sign + whole + fraction), fraction.length - Number(exponent)];
    if (scale < 0) [units, scale] = [units * 10n ** BigInt(-scale), 0];
    return new Decimal(units, scale);
  }

  static ofNumber(number) {
    return Decimal.of(Decimal128.fromString(String(number)));
  }

  plus(other) {
    const scale = Math.max(this.scale, other.scale);
    return new Decimal(this.units * 10n ** BigInt(scale - this.scale) + other.units * 10n ** BigInt(scale - other.scale), scale);
  }

  toString() {
    const digits = (this.units < 0n ? -this.units : this.units).toString().padStart(this.scale + 1, '0');
    const text = this.scale === 0 ? digits : `${digits.slice(0, -this.scale)}.${digits.slice(-this.scale)}`;
    return (this.units < 0n ? '-' : '') + text;
  }

  toBson() {
    return Decimal128.fromString(this.toString());
  }
}

/** The form that mingo works on. Whole numbers that a double cannot hold become BigInt, decimals a class of their own. */
export function plain(value) {
  if (value === null || value === undefined || typeof value !== 'object' || value instanceof Date || value instanceof RegExp) return value;
  if (Array.isArray(value)) return value.map(plain);
  switch (value._bsontype) {
    case undefined: {
      const to = {};
      for (const name of Object.keys(value)) to[name] = plain(value[name]);
      return to;
    }
    case 'Int32':
    case 'Double':
      return value.value;
    case 'Long': {
      const number = value.toNumber();
      return Number.isSafeInteger(number) ? number : value.toBigInt();
    }
    case 'Decimal128':
      return Decimal.of(value);
    case 'BSONRegExp':
      return new RegExp(value.pattern, value.options.replace(/[^ims]/g, ''));
    case 'Binary':
      return `\u0000binary ${value.sub_type} ${Buffer.from(value.buffer.subarray(0, value.position)).toString('base64')}`;
    case 'ObjectId':
      return `\u0000id ${value.toHexString()}`;
    default:
      throw notImplemented(`a query over values of the type ${value._bsontype}`);
  }
}

/** What mingo computed, as BSON: whole numbers are int where they fit, else long. */
export function bsonOf(value) {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number') {
    if (!Number.isInteger(value) || !Number.isSafeInteger(value)) return new Double(value);
    return Math.abs(value) < 2 ** 31 ? new Int32(value) : Long.fromNumber(value);
  }
  if (typeof value === 'bigint') return Long.fromBigInt(value);
  if (typeof value === 'string') return stringOf(value);
  if (typeof value !== 'object' || value instanceof Date) return value;
  if (value instanceof Decimal) return value.toBson();
  if (Array.isArray(value)) return value.map(bsonOf);
  const to = {};
  for (const name of Object.keys(value)) to[name] = bsonOf(value[name]);
  return to;
}

function stringOf(text) {
  if (!text.startsWith('\u0000binary ')) return text;
  const [, subtype, base64] = text.slice(1).split(' ');
  return new Binary(Buffer.from(base64, 'base64'), Number(subtype));
}

/** Equal for values that MongoDB calls equal: numbers by value, whatever their type. */
export function keyOf(value) {
  const simple = plain(value);
  if (simple === undefined || simple === null) return 'null';
  if (typeof simple === 'number' || typeof simple === 'bigint') return `n${simple}`;
  if (simple instanceof Decimal) return `n${Number(simple.toString())}`;
  if (typeof simple === 'string') return `s${simple}`;
  if (typeof simple === 'boolean') return `b${simple}`;
  if (simple instanceof Date) return `d${simple.getTime()}`;
  if (Array.isArray(simple)) return `[${simple.map(keyOf).join(',')}]`;
  if (simple instanceof RegExp) return `r${simple}`;
  return `{${Object.keys(simple).map(name => `${name}:${keyOf(simple[name])}`).join(',')}}`;
}

/** The values at a dotted path, those of array elements one by one, as an index holds them. */
export function valuesAt(document, path) {
  let values = [document];
  for (const part of path.split('.')) {
    values = values.flatMap(value => (Array.isArray(value) ? value : [value])).map(value =>
      value !== null && typeof value === 'object' && !value._bsontype && !(value instanceof Date) ? value[part] : undefined);
  }
  return values.flatMap(value => (Array.isArray(value) && value.length > 0 ? value : [value]));
}
