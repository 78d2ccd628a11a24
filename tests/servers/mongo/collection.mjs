import { ObjectId } from 'bson';
import { keyOf, typed, valuesAt } from './values.mjs';
import { Failure, badValue } from './failure.mjs';
import { broken } from './rules.mjs';

/** The documents of one collection, as bytes by the key of their _id, and its indexes. */
export class Collection {
  constructor(limit) {
    this.limit = limit;
    this.documents = new Map();
    this.indexes = new Map([['_id_', { name: '_id_', key: { _id: 1 } }]]);
    this.lookups = new Map();
    this.rules = null;
    this.bytes = 0;
  }

  get size() {
    return this.documents.size;
  }

  addIndex(index) {
    const existing = this.indexes.get(index.name);
    if (existing) {
      if (keyOf(existing.key) !== keyOf(index.key) || Boolean(existing.unique) !== Boolean(index.unique)) {
        throw new Failure(86, 'IndexKeySpecsConflict', `An existing index has the same name as the requested index: ${index.name}`);
      }
      return false;
    }
    const lookup = { fields: Object.keys(index.key), unique: Boolean(index.unique), first: new Map(), pair: Object.keys(index.key).length > 1 ? new Map() : null, whole: new Map(), name: index.name, key: index.key, paths: Object.keys(index.key).map(field => field.split('.')) };
    for (const [key, bytes] of this.documents) this.#enter(lookup, key, typed(bytes));
    this.indexes.set(index.name, index);
    this.lookups.set(index.name, lookup);
    return true;
  }

  dropIndex(name) {
    this.lookups.delete(name);
    return this.indexes.delete(name);
  }

  /** Checks a document and puts it in the place of the one with its key; `old` is the typed one that it replaces. */
  put(document, bytes, old) {
    if (bytes.length > this.limit) throw new Failure(10334, 'BSONObjectTooLarge', `BSONObj size: ${bytes.length} is invalid. Size must be between 0 and ${this.limit}`);
    if (Array.isArray(document._id) || document._id === undefined) throw badValue('The _id field has no usable value');
    const rule = this.rules && broken(this.rules, document);
    if (rule) throw Object.assign(new Failure(121, 'DocumentValidationFailure', 'Document failed validation'), { errInfo: { failingDocumentId: document._id, details: { reason: rule } } });
    const key = keyOf(document._id);
    if (!old && this.documents.has(key)) throw this.#duplicate('_id_', { _id: 1 }, { _id: document._id });
    for (const lookup of this.lookups.values()) {
      const owner = lookup.unique ? lookup.whole.get(this.#wholeKey(lookup, document)) : undefined;
      if (owner !== undefined && owner !== key) {
        throw this.#duplicate(lookup.name, lookup.key, Object.fromEntries(lookup.fields.map(field => [field, valuesAt(document, field)[0] ?? null])));
      }
    }
    this.bytes += bytes.length - (old ? this.documents.get(key).length : 0);
    this.documents.set(key, bytes);
    for (const lookup of this.lookups.values()) {
      // As in MongoDB an index is left alone where none of its fields changed.
      if (old && lookup.paths.every(path => isSame(valueAt(old, path), valueAt(document, path)))) continue;
      if (old) this.#leave(lookup, key, old);
      this.#enter(lookup, key, document);
    }
  }

  remove(document) {
    this.#forget(keyOf(document._id), document);
  }

  /** Puts bytes in without any check: they were checked when they were logged. */
  restore(bytes) {
    const document = typed(bytes);
    const key = keyOf(document._id);
    const before = this.documents.get(key);
    if (before) this.#forget(key, typed(before));
    this.documents.set(key, bytes);
    this.bytes += bytes.length;
    for (const lookup of this.lookups.values()) this.#enter(lookup, key, document);
  }

  /** Bytes of the documents that may match the filter: by _id or by the first one or two fields of an index where the filter names their values, else all. */
  candidates(filter) {
    const keys = this.candidateKeys(filter);
    if (!keys) return this.documents.values();
    return keys.map(key => this.documents.get(key)).filter(bytes => bytes !== undefined);
  }

  /** Their keys, or null for all. */
  candidateKeys(filter) {
    let best = this.#pairedKeys(filter);
    for (const [path, condition] of [...Object.entries(filter), ...(filter.$and ?? []).flatMap(part => Object.entries(part))]) {
      const wanted = wantedValues(condition);
      if (!wanted) continue;
      const keys = path === '_id' ? [...new Set(wanted.map(keyOf))] : this.#keysIn(path, wanted);
      if (keys && (!best || keys.length < best.length)) best = keys;
    }
    return best;
  }

  #pairedKeys(filter) {
    for (const lookup of this.lookups.values()) {
      const [first, second] = lookup.fields.map(field => (field in filter ? wantedValues(filter[field]) : null));
      if (lookup.pair && first?.length === 1 && second?.length === 1) return [...(lookup.pair.get(`${keyOf(first[0])}|${keyOf(second[0])}`) ?? [])];
    }
    return null;
  }

  #keysIn(path, wanted) {
    for (const lookup of this.lookups.values()) {
      if (lookup.fields[0] === path) return [...new Set(wanted.flatMap(value => [...(lookup.first.get(keyOf(value)) ?? [])]))];
    }
    return null;
  }

  #enter(lookup, key, document) {
    for (const [map, value] of entriesOf(lookup, document)) {
      const keys = map.get(value);
      if (keys) keys.add(key);
      else map.set(value, new Set([key]));
    }
    if (lookup.unique) lookup.whole.set(this.#wholeKey(lookup, document), key);
  }

  #forget(key, document) {
    this.bytes -= this.documents.get(key)?.length ?? 0;
    this.documents.delete(key);
    for (const lookup of this.lookups.values()) this.#leave(lookup, key, document);
  }

  #leave(lookup, key, document) {
    for (const [map, value] of entriesOf(lookup, document)) {
      const keys = map.get(value);
      keys?.delete(key);
      if (keys?.size === 0) map.delete(value);
    }
    if (lookup.unique) lookup.whole.delete(this.#wholeKey(lookup, document));
  }

  #wholeKey(lookup, document) {
    return lookup.fields.map(field => keyOf(valuesAt(document, field)[0])).join('|');
  }

  #duplicate(index, keyPattern, keyValue) {
    return Object.assign(new Failure(11000, 'DuplicateKey', `E11000 duplicate key error index: ${index}`), { keyPattern, keyValue });
  }
}

// Where arrays of documents are on the way nothing is said of what is in them.
function valueAt(document, path) {
  let value = document;
  for (const part of path) {
    if (Array.isArray(value)) return Symbol('unknown');
    value = value !== null && typeof value === 'object' && !value._bsontype && !(value instanceof Date) ? value[part] : undefined;
  }
  return value;
}

const isSame = (a, b) => a === b || (typeof a !== 'symbol' && typeof b !== 'symbol' && keyOf(a) === keyOf(b));

// An index over an array has an entry for each of its elements.
function entriesOf(lookup, document) {
  const first = new Set(valuesAt(document, lookup.fields[0]).map(keyOf));
  const entries = [...first].map(value => [lookup.first, value]);
  if (lookup.pair) {
    for (const second of new Set(valuesAt(document, lookup.fields[1]).map(keyOf))) entries.push(...[...first].map(value => [lookup.pair, `${value}|${second}`]));
  }
  return entries;
}

function wantedValues(condition) {
  if (condition === null || typeof condition !== 'object' || condition instanceof Date) return [condition];
  if (condition instanceof RegExp || condition._bsontype === 'BSONRegExp') return null;
  if (condition._bsontype) return [condition];
  if (Array.isArray(condition)) return null;
  const names = Object.keys(condition);
  if (!names[0]?.startsWith('$')) return [condition];
  const values = condition.$in ?? (condition.$eq !== undefined ? [condition.$eq] : null);
  return values?.some(value => value instanceof RegExp || value?._bsontype === 'BSONRegExp') ? null : values;
}

/** A new document has its _id first. */
export function withId(document) {
  const { _id = new ObjectId(), ...rest } = document;
  return { _id, ...rest };
}

