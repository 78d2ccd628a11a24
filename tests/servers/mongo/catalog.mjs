import { Collection } from './collection.mjs';
import { KINDS } from './log.mjs';
import { keyOf, typed } from './values.mjs';
import { Failure } from './failure.mjs';

/** All databases: collections and views by namespace, kept in the log. */
export class Catalog {
  constructor(log, limit) {
    this.log = log;
    this.limit = limit;
    this.collections = new Map();
    this.views = new Map();
    log.open(
      {
        [KINDS.PUT]: (name, documents) => documents.forEach(bytes => this.#make(name).restore(bytes)),
        [KINDS.REMOVE]: (name, ids) => ids.forEach(id => {
          const collection = this.#make(name);
          const bytes = collection.documents.get(keyOf(typed(id)._id));
          if (bytes) collection.remove(typed(bytes));
        }),
        [KINDS.DESCRIBE]: (name, [description]) => this.#describe(name, typed(description)),
        [KINDS.DROP]: name => {
          this.collections.delete(name);
          this.views.delete(name);
        },
      },
      fresh => {
        for (const name of [...this.collections.keys(), ...this.views.keys()]) {
          fresh.describe(name, this.#description(name));
          const documents = [...this.collections.get(name)?.documents.values() ?? []];
          for (let at = 0; at < documents.length; at += 1000) fresh.put(name, documents.slice(at, at + 1000));
        }
      });
  }

  has(name) {
    return this.collections.has(name) || this.views.has(name);
  }

  /** For reading: an empty one where there is none. */
  collection(name) {
    return this.collections.get(name) ?? new Collection(this.limit);
  }

  /** For writing: made where there is none, as MongoDB does. */
  writable(name) {
    if (this.views.has(name)) throw new Failure(166, 'CommandNotSupportedOnView', `Namespace ${name} is a view, not a collection`);
    if (!this.collections.has(name)) {
      this.#make(name);
      this.save(name);
    }
    return this.collections.get(name);
  }

  create(name, { view, rules }) {
    if (this.has(name)) throw new Failure(48, 'NamespaceExists', `Collection ${name} already exists.`);
    if (view) this.views.set(name, view);
    else this.#make(name).rules = rules ?? null;
    this.save(name);
  }

  save(name) {
    this.log.describe(name, this.#description(name));
  }

  drop(name) {
    const there = this.has(name);
    this.collections.delete(name);
    this.views.delete(name);
    if (there) this.log.drop(name);
    return there;
  }

  namesIn(database) {
    return [...this.collections.keys(), ...this.views.keys()].filter(name => name.startsWith(`${database}.`)).sort();
  }

  #make(name) {
    if (!this.collections.has(name)) this.collections.set(name, new Collection(this.limit));
    return this.collections.get(name);
  }

  #description(name) {
    const view = this.views.get(name);
    if (view) return { view };
    const collection = this.collections.get(name);
    return { rules: collection.rules, indexes: [...collection.indexes.values()] };
  }

  #describe(name, { view, rules, indexes }) {
    if (view) {
      this.views.set(name, view);
      return;
    }
    const collection = this.#make(name);
    collection.rules = rules ?? null;
    const wanted = new Map((indexes ?? []).map(index => [index.name, index]));
    for (const known of [...collection.indexes.keys()]) if (!wanted.has(known)) collection.dropIndex(known);
    for (const index of wanted.values()) if (!collection.indexes.has(index.name)) collection.addIndex(index);
  }
}
