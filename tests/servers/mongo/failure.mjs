/** An error as MongoDB reports it: a code that drivers know, its name, and what was wrong. */
export class Failure extends Error {
  constructor(code, codeName, message) {
    super(message);
    this.code = code;
    this.codeName = codeName;
  }
}

export const badValue = message => new Failure(2, 'BadValue', message);
export const failedToParse = message => new Failure(9, 'FailedToParse', message);
export const typeMismatch = message => new Failure(14, 'TypeMismatch', message);
export const notSupported = message => new Failure(115, 'CommandNotSupported', message);
export const notImplemented = message => new Failure(238, 'NotImplemented', `The stand-in does not do this: ${message}`);

/** Refuses every field of a command that is not named, so that nothing is passed over in silence. */
export function onlyFields(command, ...known) {
  const general = ['$db', 'lsid', '$clusterTime', '$readPreference', 'readConcern', 'writeConcern', 'maxTimeMS', 'comment'];
  for (const name of Object.keys(command)) {
    if (name === 'txnNumber' || name === 'startTransaction' || name === 'autocommit') {
      throw new Failure(20, 'IllegalOperation', 'Transaction numbers are only allowed on a replica set member or mongos');
    }
    if (!general.includes(name) && !known.includes(name)) throw notImplemented(`the field ${name} of the command ${Object.keys(command)[0]}`);
  }
  const level = command.readConcern?.level;
  if (level !== undefined && !['local', 'available', 'majority'].includes(level)) throw notImplemented(`the read concern ${level}`);
}
