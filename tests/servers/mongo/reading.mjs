import { bsonOf, bytesOf, plain, typed, valuesAt } from './values.mjs';
import { aggregate, checkPipeline, compare, predicate } from './language.mjs';
import { failedToParse, notImplemented } from './failure.mjs';

/** Documents, as bytes, that a find gives. */
export function find(catalog, namespace, { filter = {}, sort = {}, skip = 0, limit = 0, projection }) {
  const view = catalog.views.get(namespace);
  if (view) {
    const stages = [{ $match: filter }];
    if (Object.keys(sort).length > 0) stages.push({ $sort: sort });
    if (skip) stages.push({ $skip: skip });
    if (limit) stages.push({ $limit: limit });
    if (projection && Object.keys(projection).length > 0) stages.push({ $project: projection });
    return run(catalog, namespace, stages);
  }
  const paged = page(catalog.collection(namespace), filter, plain(sort), skip, limit);
  if (paged) return paged.map(({ bytes, document }) => (projection && Object.keys(projection).length > 0 ? bytesOf(project(document, plain(projection))) : bytes));
  let found = matching(catalog.collection(namespace), filter);
  const keys = Object.entries(plain(sort));
  if (keys.length > 0) {
    found = found.map(match => ({ ...match, values: keys.map(([path, direction]) => extreme(valuesAt(match.document, path).map(plain), direction)) }));
    found.sort((a, b) => keys.reduce((order, [, direction], index) => order || compare(a.values[index], b.values[index]) * direction, 0));
  }
  found = found.slice(skip, limit ? skip + Math.abs(limit) : undefined);
  return found.map(match => (projection && Object.keys(projection).length > 0 ? bytesOf(project(match.document, plain(projection))) : match.bytes));
}

// A page in the order of _id, as everything that reads on from where it was asks for: only the documents of the page are read. Null where ids are no texts.
function page(collection, filter, sort, skip, limit) {
  if (limit <= 0 || skip || Object.keys(sort).join() !== '_id' || sort._id !== 1) return null;
  const after = filter._id === undefined ? '' : typeof filter._id === 'object' && Object.keys(filter._id).join() === '$gt' && typeof filter._id.$gt === 'string' ? `s${filter._id.$gt}` : null;
  if (after === null) return null;
  const { _id, ...rest } = filter;
  const keys = collection.candidateKeys(rest) ?? [...collection.documents.keys()];
  // Only of ASCII the order of bytes is the order of JavaScript.
  if (!keys.every(key => /^s[\x00-\x7f]*$/.test(key))) return null;
  const simple = plain(filter);
  const test = Object.keys(simple).length > 0 ? predicate(simple) : () => true;
  const found = [];
  for (const key of keys.filter(one => one > after).sort()) {
    const bytes = collection.documents.get(key);
    const document = typed(bytes);
    if (test(plain(document)) && found.push({ bytes, document }) === limit) break;
  }
  return found;
}

/** Documents that match: as bytes and typed. */
export function matching(collection, filter) {
  const { _id, ...rest } = filter;
  const keys = _id === undefined ? null : collection.candidateKeys({ _id });
  const candidates = keys ? keys.map(key => collection.documents.get(key)).filter(bytes => bytes !== undefined) : collection.candidates(filter);
  if (keys && Object.keys(rest).length === 0) return candidates.map(matchOf);

  // The index of _id has decided about the _id.
  const simple = plain(keys ? rest : filter);
  const asked = fieldsOf(simple);
  const test = Object.keys(simple).length > 0 ? predicate(simple) : () => true;
  const found = [];
  for (const bytes of candidates) {
    const document = typed(bytes);
    if (test(plain(asked ? pick(document, asked) : document))) found.push({ bytes, document });
  }
  return found;
}

const matchOf = bytes => {
  let document;
  return { bytes, get document() { return (document ??= typed(bytes)); } };
};

/** Top-level fields that a filter asks about; null where an operator may ask about any. */
function fieldsOf(filter) {
  const fields = [];
  for (const [name, condition] of Object.entries(filter)) {
    if (!name.startsWith('$')) fields.push(name.split('.')[0]);
    else if (['$and', '$or', '$nor'].includes(name)) {
      const inner = condition.map(fieldsOf);
      if (inner.includes(null)) return null;
      fields.push(...inner.flat());
    } else return null;
  }
  return fields;
}

const pick = (document, names) => Object.fromEntries(names.filter(name => Object.hasOwn(document, name)).map(name => [name, document[name]]));

/** Documents, as bytes, that a pipeline gives. */
export function run(catalog, namespace, stages) {
  const database = namespace.slice(0, namespace.indexOf('.'));
  return evaluate(namespace, stages).map(document => bytesOf(bsonOf(document)));

  function evaluate(name, steps) {
    const view = catalog.views.get(name);
    if (view) return evaluate(`${database}.${view.viewOn}`, [...view.pipeline, ...steps]);
    const [first, ...rest] = steps;
    if (first?.$collStats) return statistics(catalog, name, first.$collStats, rest);
    const simple = steps.map(plain);
    checkPipeline(simple);
    const leading = first?.$match ?? {};
    const documents = matching(catalog.collection(name), leading).map(({ document }) => plain(document));
    return aggregate(documents, first?.$match ? simple.slice(1) : simple, other => evaluate(`${database}.${other}`, []));
  }
}

function statistics(catalog, name, options, rest) {
  if (rest.length > 0 || Object.keys(options).some(option => option !== 'storageStats')) throw notImplemented('$collStats with anything but storageStats');
  const collection = catalog.collection(name);
  return [{ ns: name, storageStats: { count: collection.size, size: collection.bytes, storageSize: collection.bytes, totalIndexSize: 0, totalSize: collection.bytes } }];
}

// Of an array the least element counts when ascending, the greatest when descending.
function extreme(values, direction) {
  return values.reduce((best, value) => (compare(value, best) * direction < 0 ? value : best), values[0]);
}

function project(document, projection) {
  const names = Object.keys(projection).filter(name => name !== '_id');
  const including = names.length === 0 ? Boolean(projection._id) : Boolean(projection[names[0]]);
  if (names.some(name => typeof projection[name] === 'object' || Boolean(projection[name]) !== including)) throw failedToParse('A projection of a find either includes fields or excludes them');
  if (!including) {
    const result = structuredCopy(document);
    for (const name of Object.keys(projection).filter(field => !projection[field])) {
      const path = name.split('.');
      const parent = path.slice(0, -1).reduce((value, part) => value?.[part], result);
      if (parent) delete parent[path.at(-1)];
    }
    return result;
  }
  const result = projection._id === undefined || projection._id ? { _id: document._id } : {};
  for (const name of names) {
    const path = name.split('.');
    let [from, to] = [document, result];
    for (const [index, part] of path.entries()) {
      if (Array.isArray(from)) throw notImplemented(`a projection of ${name} into an array`);
      if (from === null || typeof from !== 'object' || !(part in from)) break;
      if (index === path.length - 1) to[part] = from[part];
      else {
        to[part] ??= {};
        [from, to] = [from[part], to[part]];
      }
    }
  }
  return result;
}

function structuredCopy(value) {
  return value !== null && typeof value === 'object' && !value._bsontype && !Array.isArray(value) && !(value instanceof Date)
    ? Object.fromEntries(Object.entries(value).map(([name, item]) => [name, structuredCopy(item)]))
    : value;
}
