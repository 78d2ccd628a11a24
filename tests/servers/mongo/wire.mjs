import { BSON } from 'bson';
import { typed } from './values.mjs';
import { Failure } from './failure.mjs';

const OP_REPLY = 1;
const OP_QUERY = 2004;
const OP_MSG = 2013;
const CHECKSUM = 1;
const MORE_TO_COME = 2;

/** Serves one connection: messages in, answers out, in their order. */
export function serve(socket, commands) {
  let pending = Buffer.alloc(0);
  let parts = [];
  let size = 0;
  let wanted = 4;
  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  socket.on('data', chunk => {
    parts.push(chunk);
    size += chunk.length;
    if (size < wanted) return;
    pending = parts.length === 1 ? parts[0] : Buffer.concat(parts);
    while (pending.length >= 4 && pending.length >= pending.readInt32LE(0)) {
      const length = pending.readInt32LE(0);
      if (length < 16 || length > 48000000) return socket.destroy();
      const answer = handle(pending.subarray(0, length), commands);
      pending = pending.subarray(length);
      if (answer) socket.write(answer);
    }
    wanted = pending.length >= 4 ? pending.readInt32LE(0) : 4;
    parts = [pending];
    size = pending.length;
  });
}

function handle(message, commands) {
  const requestId = message.readInt32LE(4);
  const kind = message.readInt32LE(12);
  if (kind === OP_QUERY) {
    const start = message.indexOf(0, 20) + 9;
    return reply(OP_REPLY, requestId, [header(), answerTo({ ...typed(message.subarray(start)), $db: 'admin' }, {}, commands)]);
  }
  if (kind !== OP_MSG) throw new Error(`The stand-in knows no message of the kind ${kind}.`);
  const flags = message.readUInt32LE(16);
  const { command, sequences } = sectionsOf(message.subarray(20, message.length - (flags & CHECKSUM ? 4 : 0)));
  const answer = answerTo(command, sequences, commands);
  return flags & MORE_TO_COME ? null : reply(OP_MSG, requestId, [Buffer.alloc(5), answer]);
}

function sectionsOf(bytes) {
  let command = {};
  const sequences = {};
  for (let at = 0; at < bytes.length;) {
    const kind = bytes[at++];
    const length = bytes.readInt32LE(at);
    if (kind === 0) command = typed(bytes.subarray(at, at + length));
    else {
      const nameEnd = bytes.indexOf(0, at + 4);
      const documents = [];
      for (let next = nameEnd + 1; next < at + length; next += bytes.readInt32LE(next)) documents.push(bytes.subarray(next, next + bytes.readInt32LE(next)));
      sequences[bytes.toString('utf8', at + 4, nameEnd)] = documents;
    }
    at += length;
  }
  return { command, sequences };
}

function answerTo(command, sequences, commands) {
  const name = Object.keys(command)[0];
  try {
    const run = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (!run) throw new Failure(59, 'CommandNotFound', `no such command: '${name}'`);
    return encode({ ...run(command, sequences), ok: 1 });
  } catch (error) {
    const { code, codeName } = error instanceof Failure ? error : { code: 8, codeName: 'UnknownError' };
    const { keyPattern, keyValue, errInfo } = error;
    return BSON.serialize({ ok: 0, errmsg: error.message, code, codeName, ...(keyPattern ? { keyPattern, keyValue } : {}), ...(errInfo ? { errInfo } : {}) });
  }
}

// Batches hold documents as they are stored: they are put into the answer without being read.
function encode(answer) {
  const name = answer.cursor?.firstBatch ? 'firstBatch' : answer.cursor?.nextBatch ? 'nextBatch' : null;
  if (!name) return BSON.serialize(answer, { ignoreUndefined: true });
  const { cursor, ...rest } = answer;
  const { [name]: batch, ...cursorRest } = cursor;
  const array = document(batch.flatMap((bytes, index) => [Buffer.from(`\x03${index}\0`), bytes]));
  const cursorBytes = document([Buffer.from(`\x04${name}\0`), array, elements(cursorRest)]);
  return document([Buffer.from('\x03cursor\0'), cursorBytes, elements(rest)]);
}

const elements = value => Buffer.from(BSON.serialize(value)).subarray(4, -1);

function document(parts) {
  const length = Buffer.alloc(4);
  length.writeInt32LE(parts.reduce((sum, part) => sum + part.length, 5), 0);
  return Buffer.concat([length, ...parts, Buffer.from([0])]);
}

function header() {
  const bytes = Buffer.alloc(20);
  bytes.writeInt32LE(8, 0);
  bytes.writeInt32LE(1, 16);
  return bytes;
}

let lastId = 0;

function reply(kind, to, parts) {
  const head = Buffer.alloc(16);
  head.writeInt32LE(parts.reduce((sum, part) => sum + part.length, 16), 0);
  head.writeInt32LE((lastId = (lastId + 1) & 0x7fffffff), 4);
  head.writeInt32LE(to, 8);
  head.writeInt32LE(kind, 12);
  return Buffer.concat([head, ...parts]);
}

