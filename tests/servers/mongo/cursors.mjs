import { Long } from 'bson';
import { Failure } from './failure.mjs';

const FIRST_BATCH = 101;
const BATCH_BYTES = 16 << 20;

/** Answers that are fetched in batches. They are gone when the server ends, as MongoDB's are. */
export class Cursors {
  constructor() {
    this.open = new Map();
    this.next = 1n;
  }

  start(namespace, documents, batchSize, singleBatch) {
    const rest = { namespace, documents, at: 0 };
    const firstBatch = this.#take(rest, batchSize ?? FIRST_BATCH);
    let id = 0n;
    if (rest.at < documents.length && !singleBatch) {
      id = this.next++;
      this.open.set(id, rest);
    }
    return { cursor: { firstBatch, id: Long.fromBigInt(id), ns: namespace } };
  }

  more(id, namespace, batchSize) {
    const rest = this.open.get(id);
    if (!rest || rest.namespace !== namespace) throw new Failure(43, 'CursorNotFound', `cursor id ${id} not found`);
    const nextBatch = this.#take(rest, batchSize || Infinity);
    const isDone = rest.at >= rest.documents.length;
    if (isDone) this.open.delete(id);
    return { cursor: { nextBatch, id: isDone ? Long.ZERO : Long.fromBigInt(id), ns: namespace } };
  }

  kill(id) {
    return this.open.delete(id);
  }

  #take(rest, size) {
    const batch = [];
    for (let bytes = 0; rest.at < rest.documents.length && batch.length < size; rest.at++) {
      const document = rest.documents[rest.at];
      bytes += document.length;
      if (batch.length > 0 && bytes > BATCH_BYTES) break;
      batch.push(document);
    }
    return batch;
  }
}
