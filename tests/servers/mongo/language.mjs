import { Aggregator } from 'mingo/aggregator';
import { Context } from 'mingo/core';
import * as accumulator from 'mingo/operators/accumulator';
import * as expression from 'mingo/operators/expression';
import * as pipeline from 'mingo/operators/pipeline';
import * as projection from 'mingo/operators/projection';
import * as query from 'mingo/operators/query';
import { Query } from 'mingo/query';
import { Decimal } from './values.mjs';
import { failedToParse, notImplemented } from './failure.mjs';

// mingo adds numbers only; MongoDB adds decimals exactly, and null where there is nothing to average.
const isNumber = value => typeof value === 'number' || typeof value === 'bigint' || value instanceof Decimal;

function total(values) {
  return values.filter(isNumber).reduce((sum, value) => {
    if (sum instanceof Decimal || value instanceof Decimal) {
      return (sum instanceof Decimal ? sum : Decimal.ofNumber(sum)).plus(value instanceof Decimal ? value : Decimal.ofNumber(value));
    }
    return typeof sum === typeof value ? sum + value : Number(sum) + Number(value);
  }, 0);
}

const $sum = (documents, expression, options) => typeof expression === 'number' ? documents.length * expression : total(accumulator.$push(documents, expression, options));

const $avg = (documents, expression, options) => {
  const values = accumulator.$push(documents, expression, options).filter(isNumber);
  if (values.some(value => value instanceof Decimal)) throw notImplemented('$avg over decimals');
  return values.length === 0 ? null : Number(total(values)) / values.length;
};

// Any other accumulator or expression that meets a decimal would compare or compute wrongly in silence.
const guarded = name => (documents, expression, options) => {
  const values = accumulator.$push(documents, expression, options);
  if (values.some(value => value instanceof Decimal)) throw notImplemented(`${name} over decimals`);
  const known = values.filter(value => value !== null && value !== undefined);
  return known.length === 0 ? null : known.reduce((a, b) => (name === '$min' ? (b < a ? b : a) : (b > a ? b : a)));
};

const context = Context.init({
  accumulator: { ...accumulator, $sum, $avg, $min: guarded('$min'), $max: guarded('$max') },
  expression: { ...expression },
  pipeline: { ...pipeline },
  projection: { ...projection },
  query: { ...query },
});

// Operators of mingo that were compared with MongoDB's documentation. Others may be right too; nobody has looked.
const STAGES = ['$match', '$project', '$addFields', '$set', '$unset', '$group', '$sort', '$limit', '$skip', '$unwind', '$lookup', '$count', '$replaceRoot', '$sortByCount'];
const EXPRESSIONS = ['$cond', '$switch', '$ifNull', '$size', '$dateToString', '$eq', '$ne', '$gt', '$gte', '$lt', '$lte', '$and', '$or', '$not', '$concat', '$toString', '$arrayElemAt', '$literal'];
const ACCUMULATORS = ['$sum', '$avg', '$min', '$max', '$first', '$last', '$push', '$addToSet', '$count'];
const FILTERS = ['$eq', '$ne', '$gt', '$gte', '$lt', '$lte', '$in', '$nin', '$and', '$or', '$nor', '$not', '$exists', '$regex', '$options', '$all', '$size', '$elemMatch', '$expr', '$mod'];
const FORMATS = /^(?:%(?:Y|m|d|H|M|S|L|G|V|u|j|%)|[^%])*$/;

export function checkFilter(filter) {
  walk(filter, name => FILTERS.includes(name) || EXPRESSIONS.includes(name), 'the query operator');
}

export function checkPipeline(stages) {
  for (const stage of stages) {
    const [name, ...more] = Object.keys(stage);
    if (more.length > 0) throw failedToParse('A pipeline stage specification object must contain exactly one field.');
    if (!STAGES.includes(name)) throw notImplemented(`the stage ${name}`);
    if (name === '$match') checkFilter(stage.$match);
    else if (name === '$lookup' && (stage.$lookup.pipeline || stage.$lookup.let)) throw notImplemented('$lookup with a pipeline');
    else if (name !== '$lookup') walk(stage[name], operator => EXPRESSIONS.includes(operator) || ACCUMULATORS.includes(operator), `in ${name} the operator`);
  }
}

function walk(value, isKnown, what) {
  if (Array.isArray(value)) {
    value.forEach(item => walk(item, isKnown, what));
  } else if (typeof value === 'string') {
    if (value.startsWith('$$') && !value.startsWith('$$ROOT') && !value.startsWith('$$CURRENT')) throw notImplemented(`the variable ${value}`);
  } else if (value !== null && typeof value === 'object' && !(value instanceof Date) && !(value instanceof RegExp) && !(value instanceof Decimal)) {
    for (const name of Object.keys(value)) {
      if (name.startsWith('$') && !isKnown(name)) throw notImplemented(`${what} ${name}`);
      if (name === '$dateToString') {
        const { format = '%Y-%m-%dT%H:%M:%S.%LZ', timezone = 'UTC' } = value[name];
        if (timezone !== 'UTC' || !FORMATS.test(format)) throw notImplemented(`$dateToString with the format ${format} in the zone ${timezone}`);
      }
      walk(value[name], isKnown, what);
    }
  }
}

let last = {};

/** A predicate over plain documents. A bulk often asks the same again and again: it is read once. */
export function predicate(filter) {
  const text = textOf(filter);
  if (text !== null && text === last.text) return last.test;
  checkFilter(filter);
  const found = new Query(filter, { context });
  const test = document => found.test(document);
  if (text !== null) last = { text, test };
  return test;
}

// Null where JSON does not tell apart what MongoDB does.
function textOf(filter) {
  let isPlain = true;
  const text = JSON.stringify(filter, function told(name) {
    const value = this[name];
    isPlain &&= value === null || ['string', 'boolean'].includes(typeof value) || Number.isFinite(value) || Array.isArray(value) || (typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype);
    return isPlain ? value : null;
  });
  return isPlain ? text : null;
}

/** @param collection gives the plain documents of a collection by name, for $lookup. */
export function aggregate(documents, stages, collection) {
  return new Aggregator(stages, { context, collectionResolver: collection }).run(documents);
}

/** Compares as MongoDB sorts: by type, then by value; text by its bytes. */
export function compare(a, b) {
  const [left, right] = [rank(a), rank(b)];
  if (left !== right) return left - right;
  if (a instanceof Decimal || b instanceof Decimal) return Number(String(a)) - Number(String(b));
  if (typeof a === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b));
  if (a instanceof Date) return a.getTime() - b.getTime();
  if (Array.isArray(a) || (a !== null && typeof a === 'object')) throw notImplemented('a sort by arrays or documents');
  return a < b ? -1 : a > b ? 1 : 0;
}

function rank(value) {
  if (value === null || value === undefined) return 1;
  if (isNumber(value)) return 2;
  if (typeof value === 'string') return value.startsWith('\u0000binary ') ? 6 : value.startsWith('\u0000id ') ? 7 : 3;
  if (typeof value === 'boolean') return 8;
  if (value instanceof Date) return 9;
  return Array.isArray(value) ? 5 : 4;
}
