import { existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { BSON } from 'bson';

const PUT = 1;
const REMOVE = 2;
const DESCRIBE = 3;
const DROP = 4;
const HEADER = 7;
const TRAILER = 4;

/**
 * Everything that was acknowledged, in one file that only grows: length, kind, length of the namespace, namespace, documents, length again. A record that a killed process left
 * half written has no second length and is cut off.
 */
export class Log {
  constructor(folder) {
    mkdirSync(folder, { recursive: true });
    this.path = join(folder, 'stand-in.log');
    this.file = null;
  }

  /** Gives every record to `on`, then writes a new log of what `state` says is left. */
  open(on, state) {
    if (existsSync(this.path)) {
      const bytes = readFileSync(this.path);
      for (let at = 0; at + HEADER + TRAILER <= bytes.length;) {
        const length = bytes.readUInt32LE(at);
        const end = at + HEADER + length + TRAILER;
        if (end > bytes.length || bytes.readUInt32LE(end - TRAILER) !== length) break;
        const nameLength = bytes.readUInt16LE(at + 5);
        const name = bytes.toString('utf8', at + HEADER, at + HEADER + nameLength);
        on[bytes[at + 4]](name, documentsOf(bytes.subarray(at + HEADER + nameLength, end - TRAILER)));
        at = end;
      }
    }
    const fresh = `${this.path}.new`;
    rmSync(fresh, { force: true });
    this.file = openSync(fresh, 'a');
    state(this);
    fsyncSync(this.file);
    renameSync(fresh, this.path);
  }

  put(namespace, documents) {
    this.#append(PUT, namespace, documents);
  }

  remove(namespace, ids) {
    this.#append(REMOVE, namespace, ids.map(_id => BSON.serialize({ _id })));
  }

  describe(namespace, description) {
    this.#append(DESCRIBE, namespace, [BSON.serialize(description)]);
  }

  drop(namespace) {
    this.#append(DROP, namespace, []);
  }

  #append(kind, namespace, documents) {
    const name = Buffer.from(namespace);
    const length = name.length + documents.reduce((sum, document) => sum + document.length, 0);
    const header = Buffer.alloc(HEADER);
    header.writeUInt32LE(length, 0);
    header[4] = kind;
    header.writeUInt16LE(name.length, 5);
    const trailer = Buffer.alloc(TRAILER);
    trailer.writeUInt32LE(length, 0);
    const record = Buffer.concat([header, name, ...documents, trailer]);
    for (let written = 0; written < record.length;) written += writeSync(this.file, record, written);
  }
}

export const KINDS = { PUT, REMOVE, DESCRIBE, DROP };

function documentsOf(bytes) {
  const documents = [];
  for (let at = 0; at < bytes.length; at += bytes.readInt32LE(at)) documents.push(Buffer.from(bytes.subarray(at, at + bytes.readInt32LE(at))));
  return documents;
}
