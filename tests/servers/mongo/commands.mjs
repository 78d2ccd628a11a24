import { BSON } from 'bson';
import { Collection } from './collection.mjs';
import { checkPipeline } from './language.mjs';
import { find, matching, run } from './reading.mjs';
import { checkRules } from './rules.mjs';
import { findAndModify, insert, remove, update } from './writing.mjs';
import { bytesOf, keyOf, plain, valuesAt } from './values.mjs';
import { Failure, failedToParse, notImplemented, notSupported, onlyFields } from './failure.mjs';

const MAX_BSON = 16777216;

/** The commands by name: each takes a typed command and gives the answer's fields. */
export function commandsOf({ catalog, cursors, refused }) {
  const namespace = (command, name) => `${command.$db}.${command[name]}`;
  const hello = command => ({
    helloOk: true,
    [Object.keys(command)[0].toLowerCase() === 'hello' ? 'isWritablePrimary' : 'ismaster']: true,
    maxBsonObjectSize: MAX_BSON, maxMessageSizeBytes: 48000000, maxWriteBatchSize: 100000,
    localTime: new Date(), logicalSessionTimeoutMinutes: 30, connectionId: 1, minWireVersion: 0, maxWireVersion: 21, readOnly: false,
  });
  const modify = command => findAndModify(catalog, `${command.$db}.${command.findAndModify ?? command.findandmodify}`, command);
  return {
    hello, isMaster: hello, ismaster: hello,
    ping: () => ({}),
    endSessions: () => ({}),
    refreshSessions: () => ({}),
    buildInfo: () => ({ version: '7.0.0', versionArray: [7, 0, 0, 0], modules: [], standIn: true, maxBsonObjectSize: MAX_BSON }),
    connectionStatus: () => ({ authInfo: { authenticatedUsers: [], authenticatedUserRoles: [] } }),
    serverStatus: () => ({ host: 'stand-in', version: '7.0.0', process: 'stand-in', pid: process.pid, uptime: process.uptime(), localTime: new Date() }),
    insert: (command, sequences) => insert(catalog, namespace(command, 'insert'), command, sequences),
    update: (command, sequences) => update(catalog, namespace(command, 'update'), command, sequences),
    delete: (command, sequences) => remove(catalog, namespace(command, 'delete'), command, sequences),
    findAndModify: modify, findandmodify: modify,
    find(command) {
      onlyFields(command, 'find', 'filter', 'sort', 'projection', 'skip', 'limit', 'batchSize', 'singleBatch', 'hint', 'allowDiskUse');
      const limitOf = plain(command.limit) ?? 0;
      const documents = find(catalog, namespace(command, 'find'), { filter: command.filter, sort: command.sort, skip: plain(command.skip), limit: limitOf, projection: command.projection });
      return cursors.start(namespace(command, 'find'), documents, plain(command.batchSize), Boolean(command.singleBatch) || limitOf < 0);
    },
    aggregate(command) {
      onlyFields(command, 'aggregate', 'pipeline', 'cursor', 'allowDiskUse', 'hint', 'bypassDocumentValidation');
      if (typeof command.aggregate !== 'string') throw notImplemented('an aggregation over a database');
      if (!command.cursor) throw failedToParse("The 'cursor' option is required, except for aggregate with the explain argument");
      const name = namespace(command, 'aggregate');
      return cursors.start(name, run(catalog, name, command.pipeline), plain(command.cursor.batchSize), false);
    },
    getMore(command) {
      onlyFields(command, 'getMore', 'collection', 'batchSize');
      return cursors.more(command.getMore.toBigInt(), `${command.$db}.${command.collection}`, plain(command.batchSize));
    },
    killCursors(command) {
      onlyFields(command, 'killCursors', 'cursors');
      const [killed, unknown] = [[], []];
      for (const id of command.cursors) (cursors.kill(id.toBigInt()) ? killed : unknown).push(id);
      return { cursorsKilled: killed, cursorsNotFound: unknown, cursorsAlive: [], cursorsUnknown: [] };
    },
    count(command) {
      onlyFields(command, 'count', 'query', 'limit', 'skip', 'hint');
      return { n: find(catalog, namespace(command, 'count'), { filter: command.query, limit: plain(command.limit), skip: plain(command.skip) }).length };
    },
    distinct(command) {
      onlyFields(command, 'distinct', 'key', 'query');
      const values = new Map();
      for (const { document } of matching(catalog.collection(namespace(command, 'distinct')), command.query ?? {})) {
        for (const value of valuesAt(document, command.key)) if (value !== undefined && !(Array.isArray(value) && value.length === 0)) values.set(keyOf(value), value);
      }
      return { values: [...values.values()] };
    },
    create(command) {
      onlyFields(command, 'create', 'validator', 'viewOn', 'pipeline');
      catalog.create(namespace(command, 'create'), described(command));
      return {};
    },
    collMod(command) {
      onlyFields(command, 'collMod', 'validator', 'viewOn', 'pipeline');
      const name = namespace(command, 'collMod');
      if (!catalog.has(name)) throw new Failure(26, 'NamespaceNotFound', `ns does not exist: ${name}`);
      const { view, rules } = described(command);
      if (view) catalog.views.set(name, view);
      else if (command.validator) catalog.writable(name).rules = rules;
      catalog.save(name);
      return {};
    },
    drop(command) {
      onlyFields(command, 'drop');
      if (!catalog.drop(namespace(command, 'drop'))) throw new Failure(26, 'NamespaceNotFound', 'ns not found');
      return {};
    },
    dropDatabase(command) {
      onlyFields(command, 'dropDatabase');
      catalog.namesIn(command.$db).forEach(name => catalog.drop(name));
      return { dropped: command.$db };
    },
    createIndexes(command) {
      onlyFields(command, 'createIndexes', 'indexes', 'commitQuorum');
      const collection = catalog.writable(namespace(command, 'createIndexes'));
      const before = collection.indexes.size;
      for (const index of command.indexes) {
        const unknown = Object.keys(index).find(name => !['key', 'name', 'unique', 'v', 'background'].includes(name));
        if (unknown) throw notImplemented(`the index option ${unknown}`);
        if (Object.values(index.key).some(direction => ![1, -1].includes(plain(direction)))) throw notImplemented(`the index ${index.name}: only ascending and descending ones`);
        collection.addIndex(index);
      }
      catalog.save(namespace(command, 'createIndexes'));
      return { numIndexesBefore: before, numIndexesAfter: collection.indexes.size, createdCollectionAutomatically: false };
    },
    listIndexes(command) {
      onlyFields(command, 'listIndexes', 'cursor');
      const name = namespace(command, 'listIndexes');
      if (!catalog.collections.has(name)) throw new Failure(26, 'NamespaceNotFound', `ns does not exist: ${name}`);
      return cursors.start(name, [...catalog.collection(name).indexes.values()].map(index => bytesOf({ v: 2, ...index })));
    },
    dropIndexes(command) {
      onlyFields(command, 'dropIndexes', 'index');
      if (typeof command.index !== 'string' || command.index === '*') throw notImplemented('dropIndexes by anything but one name');
      const collection = catalog.writable(namespace(command, 'dropIndexes'));
      if (!collection.dropIndex(command.index)) throw new Failure(27, 'IndexNotFound', `index not found with name [${command.index}]`);
      catalog.save(namespace(command, 'dropIndexes'));
      return {};
    },
    listCollections(command) {
      onlyFields(command, 'listCollections', 'filter', 'nameOnly', 'authorizedCollections', 'cursor');
      const all = catalog.namesIn(command.$db).map(name => {
        const view = catalog.views.get(name);
        const rules = catalog.collections.get(name)?.rules;
        return { name: name.slice(command.$db.length + 1), type: view ? 'view' : 'collection', options: view ?? (rules ? { validator: { $jsonSchema: rules } } : {}), info: { readOnly: Boolean(view) } };
      });
      const listed = new Collection(MAX_BSON);
      all.forEach((one, index) => listed.restore(Buffer.from(BSON.serialize({ _id: index, ...one }))));
      const found = matching(listed, command.filter ?? {}).map(({ document: { _id, ...rest } }) => bytesOf(rest));
      return cursors.start(`${command.$db}.$cmd.listCollections`, found, Infinity);
    },
    listDatabases(command) {
      onlyFields(command, 'listDatabases', 'nameOnly', 'authorizedDatabases');
      const names = [...new Set([...catalog.collections.keys()].map(name => name.slice(0, name.indexOf('.'))))].sort();
      return { databases: names.map(name => ({ name, sizeOnDisk: sizeOf(name), empty: false })), totalSize: names.reduce((sum, name) => sum + sizeOf(name), 0) };
    },
    dbStats(command) {
      onlyFields(command, 'dbStats', 'scale', 'freeStorage');
      const size = sizeOf(command.$db);
      const objects = catalog.namesIn(command.$db).reduce((sum, name) => sum + catalog.collection(name).size, 0);
      return { db: command.$db, collections: catalog.namesIn(command.$db).length, views: 0, objects, dataSize: size, storageSize: size, indexes: 0, indexSize: 0, totalSize: size };
    },
    collStats(command) {
      onlyFields(command, 'collStats');
      const collection = catalog.collection(namespace(command, 'collStats'));
      return { ns: namespace(command, 'collStats'), count: collection.size, size: collection.bytes, storageSize: collection.bytes, totalIndexSize: 0, nindexes: collection.indexes.size };
    },
    explain() {
      throw notImplemented('explain');
    },
  };

  function described(command) {
    if (command.viewOn) {
      if (refused.has('views')) throw notSupported('Views are not supported');
      const pipeline = command.pipeline ?? [];
      checkPipeline(pipeline.map(plain));
      return { view: { viewOn: command.viewOn, pipeline } };
    }
    if (!command.validator) return {};
    if (refused.has('validators')) throw notSupported('Validators are not supported');
    if (Object.keys(command.validator).join() !== '$jsonSchema') throw notImplemented('a validator that is no $jsonSchema');
    checkRules(command.validator.$jsonSchema);
    return { rules: command.validator.$jsonSchema };
  }

  function sizeOf(database) {
    return catalog.namesIn(database).reduce((sum, name) => sum + catalog.collection(name).bytes, 0);
  }
}
