import { Decimal128, Double, Int32, Long } from 'bson';
import { Decimal, keyOf, plain } from './values.mjs';
import { compare } from './language.mjs';
import { Failure, failedToParse, notImplemented, typeMismatch } from './failure.mjs';

// On typed documents, because a number has to keep its BSON type; mingo's updates know JavaScript's numbers only.
const OPERATORS = { $set: set, $setOnInsert: set, $unset: unset, $inc: increase, $max: bound(1), $min: bound(-1), $push: push, $addToSet: addToSet, $pull: pull };

export const isReplacement = update => !Array.isArray(update) && !Object.keys(update)[0]?.startsWith('$');

/** The document after the update; the one given stays as it is. */
export function updated(document, update, isInsert) {
  if (Array.isArray(update)) throw notImplemented('an update by a pipeline');
  if (isReplacement(update)) {
    if (update._id !== undefined && document._id !== undefined && keyOf(update._id) !== keyOf(document._id)) {
      throw new Failure(66, 'ImmutableField', "After applying the update, the (immutable) field '_id' was found to have been altered");
    }
    const { _id, ...rest } = update;
    return { _id: document._id ?? _id, ...rest };
  }
  const result = copy(document);
  for (const [name, fields] of Object.entries(update)) {
    const operator = OPERATORS[name];
    if (!operator) throw name.startsWith('$') ? notImplemented(`the update operator ${name}`) : failedToParse(`the update operation document must not mix operators and fields: ${name}`);
    if (name === '$setOnInsert' && !isInsert) continue;
    for (const [path, value] of Object.entries(fields)) {
      if (path === '_id' && document._id !== undefined && keyOf(document._id) !== keyOf(value)) throw new Failure(66, 'ImmutableField', "Performing an update on the path '_id' would modify the immutable field '_id'");
      const [parent, last] = walk(result, path);
      operator(parent, last, value);
    }
  }
  return result;
}

/** What an upsert starts from: the fields that the filter pins. */
export function seed(filter) {
  const document = {};
  for (const [path, value] of Object.entries(filter)) {
    if (path === '$and') value.forEach(part => Object.assign(document, seed(part)));
    else if (!path.startsWith('$') && isLiteral(value)) {
      const [parent, last] = walk(document, path);
      parent[last] = value;
    } else if (!path.startsWith('$') && value?.$eq !== undefined) {
      const [parent, last] = walk(document, path);
      parent[last] = value.$eq;
    }
  }
  return document;
}

const isLiteral = value => value === null || typeof value !== 'object' || value._bsontype || value instanceof Date || Array.isArray(value) || !Object.keys(value)[0]?.startsWith('$');

function copy(value) {
  if (value === null || typeof value !== 'object' || value._bsontype || value instanceof Date || value instanceof RegExp) return value;
  return Array.isArray(value) ? value.map(copy) : Object.fromEntries(Object.entries(value).map(([name, item]) => [name, copy(item)]));
}

function walk(document, path) {
  const parts = path.split('.');
  if (parts.some(part => part.startsWith('$'))) throw notImplemented(`the path ${path} in an update`);
  let parent = document;
  for (const part of parts.slice(0, -1)) {
    parent[part] ??= {};
    parent = parent[part];
    if (typeof parent !== 'object' || parent._bsontype) throw new Failure(28, 'PathNotViable', `Cannot create field in element {${part}: …}`);
  }
  return [parent, parts.at(-1)];
}

function set(parent, name, value) {
  parent[name] = value;
}

function unset(parent, name) {
  delete parent[name];
}

function increase(parent, name, by) {
  const before = parent[name] ?? new Int32(0);
  if (!isNumber(before) || !isNumber(by)) throw typeMismatch(`Cannot increment with non-numeric argument or apply $inc to a value of another type: ${name}`);
  if ([before, by].some(value => value._bsontype === 'Decimal128')) parent[name] = decimal(before).plus(decimal(by)).toBson();
  else if ([before, by].some(value => value._bsontype === 'Double')) parent[name] = new Double(Number(plain(before)) + Number(plain(by)));
  else {
    const sum = BigInt(plain(before)) + BigInt(plain(by));
    parent[name] = before._bsontype === 'Long' || by._bsontype === 'Long' || sum > 2147483647n || sum < -2147483648n ? Long.fromBigInt(sum) : new Int32(Number(sum));
  }
}

const isNumber = value => ['Int32', 'Long', 'Double', 'Decimal128'].includes(value?._bsontype);
const decimal = value => (value._bsontype === 'Decimal128' ? Decimal.of(value) : Decimal.of(Decimal128.fromString(String(plain(value)))));

function bound(direction) {
  return (parent, name, value) => {
    if (parent[name] === undefined || compare(plain(value), plain(parent[name])) * direction > 0) parent[name] = value;
  };
}

function listOf(parent, name) {
  parent[name] ??= [];
  if (!Array.isArray(parent[name])) throw new Failure(2, 'BadValue', `The field '${name}' must be an array`);
  return parent[name];
}

function push(parent, name, value) {
  if (value?.$each) {
    if (Object.keys(value).length > 1) throw notImplemented('$push with more than $each');
    listOf(parent, name).push(...value.$each);
  } else listOf(parent, name).push(value);
}

function addToSet(parent, name, value) {
  if (value?.$each) throw notImplemented('$addToSet with $each');
  const list = listOf(parent, name);
  if (!list.some(item => keyOf(item) === keyOf(value))) list.push(value);
}

function pull(parent, name, value) {
  if (!isLiteral(value)) throw notImplemented('$pull with a condition');
  if (parent[name] !== undefined) parent[name] = listOf(parent, name).filter(item => keyOf(item) !== keyOf(value));
}
