import { ObjectId } from 'bson';
import { bytesOf, plain, typed } from './values.mjs';
import { isReplacement, seed, updated } from './updates.mjs';
import { find, matching } from './reading.mjs';
import { withId } from './collection.mjs';
import { Failure, badValue, notImplemented, onlyFields } from './failure.mjs';

export function insert(catalog, namespace, command, sequences) {
  onlyFields(command, 'insert', 'documents', 'ordered', 'bypassDocumentValidation');
  const collection = catalog.writable(namespace);
  const given = sequences.documents ?? command.documents.map(document => bytesOf(document));
  const written = [];
  const errors = each(given, command, bytes => {
    const document = typed(bytes);
    const isReady = Object.keys(document)[0] === '_id';
    const complete = isReady ? document : withId(document);
    const stored = isReady ? Buffer.from(bytes) : bytesOf(complete);
    collection.put(complete, stored);
    written.push(stored);
  });
  if (written.length > 0) catalog.log.put(namespace, written);
  return { n: written.length, ...errors };
}

export function update(catalog, namespace, command, sequences) {
  onlyFields(command, 'update', 'updates', 'ordered', 'bypassDocumentValidation');
  const collection = catalog.writable(namespace);
  const puts = new Map();
  const upserted = [];
  let [n, nModified] = [0, 0];
  const errors = each(sequences.updates?.map(typed) ?? command.updates, command, (one, index) => {
    onlyFields(one, 'q', 'u', 'multi', 'upsert', 'hint', 'collation');
    if (one.collation) throw notImplemented('a collation');
    if (one.multi && isReplacement(one.u)) throw new Failure(9, 'FailedToParse', 'multi update is not supported for replacement-style update');
    const found = matching(collection, one.q);
    if (found.length === 0 && one.upsert) {
      const document = upsert(collection, one, puts);
      upserted.push({ index, _id: document._id });
      n++;
      return;
    }
    for (const { bytes, document } of one.multi ? found : found.slice(0, 1)) {
      n++;
      const result = change(collection, document, one.u, bytes);
      if (result) {
        nModified++;
        puts.set(result, result);
      }
    }
  });
  if (puts.size > 0) catalog.log.put(namespace, [...puts.values()]);
  return { n, nModified, ...(upserted.length > 0 ? { upserted } : {}), ...errors };
}

export function remove(catalog, namespace, command, sequences) {
  onlyFields(command, 'delete', 'deletes', 'ordered');
  const collection = catalog.writable(namespace);
  const gone = [];
  const errors = each(sequences.deletes?.map(typed) ?? command.deletes, command, one => {
    onlyFields(one, 'q', 'limit', 'hint', 'collation');
    if (one.collation) throw notImplemented('a collation');
    const found = matching(collection, one.q);
    for (const { document } of plain(one.limit) ? found.slice(0, 1) : found) {
      collection.remove(document);
      gone.push(document._id);
    }
  });
  if (gone.length > 0) catalog.log.remove(namespace, gone);
  return { n: gone.length, ...errors };
}

export function findAndModify(catalog, namespace, command) {
  onlyFields(command, 'findAndModify', 'findandmodify', 'query', 'sort', 'remove', 'update', 'new', 'fields', 'upsert', 'bypassDocumentValidation', 'hint');
  const collection = catalog.writable(namespace);
  const { query = {}, sort = {} } = command;
  const [bytes] = find(catalog, namespace, { filter: query, sort, limit: 1 });
  const before = bytes ? typed(bytes) : null;
  if (command.remove) {
    if (before) {
      collection.remove(before);
      catalog.log.remove(namespace, [before._id]);
    }
    return { lastErrorObject: { n: before ? 1 : 0 }, value: shown(before, command) };
  }
  if (!before && !command.upsert) return { lastErrorObject: { n: 0, updatedExisting: false }, value: null };
  const puts = new Map();
  let after;
  if (before) {
    const result = change(collection, before, command.update, bytes);
    after = result ? typed(result) : before;
    if (result) puts.set(result, result);
  } else {
    after = upsert(collection, { q: query, u: command.update }, puts);
  }
  if (puts.size > 0) catalog.log.put(namespace, [...puts.values()]);
  return {
    lastErrorObject: { n: 1, updatedExisting: Boolean(before), ...(before ? {} : { upserted: after._id }) },
    value: shown(command.new ? after : before, command),
  };
}

function shown(document, command) {
  if (document && command.fields && Object.keys(command.fields).length > 0) throw notImplemented('findAndModify with fields');
  return document;
}

/** The new bytes, or null when nothing changed. */
function change(collection, document, by, bytes) {
  const after = updated(document, by, false);
  const result = bytesOf(after);
  if (Buffer.compare(result, bytes) === 0) return null;
  collection.put(after, result, document);
  return result;
}

function upsert(collection, { q, u }, puts) {
  const start = isReplacement(u) ? pinnedId(q, u) : seed(q);
  const document = withId(updated(start, u, true));
  document._id ??= new ObjectId();
  const bytes = bytesOf(document);
  collection.put(document, bytes);
  puts.set(bytes, bytes);
  return document;
}

function pinnedId(q, u) {
  const { _id } = seed(q);
  return _id === undefined && u._id === undefined ? {} : { _id: u._id ?? _id };
}

/** Runs each write; an error is that write's own, and ends the rest only where order was asked for. */
function each(writes, command, work) {
  if (!Array.isArray(writes) || writes.length === 0 || writes.length > 100000) throw badValue(`Write batch sizes must be between 1 and 100000. Got ${writes?.length}`);
  const writeErrors = [];
  for (const [index, write] of writes.entries()) {
    try {
      work(write, index);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      const { code, message: errmsg, keyPattern, keyValue, errInfo } = error;
      writeErrors.push({ index, code, errmsg, ...(keyPattern ? { keyPattern, keyValue } : {}), ...(errInfo ? { errInfo } : {}) });
      if (command.ordered !== false) break;
    }
  }
  return writeErrors.length > 0 ? { writeErrors } : {};
}
