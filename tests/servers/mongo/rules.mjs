import { plain } from './values.mjs';
import { failedToParse, notImplemented } from './failure.mjs';

const KEYWORDS = ['bsonType', 'required', 'properties', 'additionalProperties', 'enum', 'minimum', 'maximum', 'minLength', 'maxLength', 'items', 'pattern', 'anyOf', 'oneOf', 'allOf', 'not', 'title', 'description'];
const TYPES = ['double', 'string', 'object', 'array', 'binData', 'objectId', 'bool', 'date', 'null', 'int', 'long', 'decimal', 'number'];

/** Refuses a schema that says more than is understood. */
export function checkRules(schema) {
  for (const name of Object.keys(schema)) if (!KEYWORDS.includes(name)) throw failedToParse(`Unknown $jsonSchema keyword: ${name}`);
  for (const type of [schema.bsonType ?? []].flat()) if (!TYPES.includes(type)) throw notImplemented(`the bsonType ${type}`);
  for (const part of [...Object.values(schema.properties ?? {}), ...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])]) checkRules(part);
  if (schema.items) checkRules(schema.items);
  if (schema.not) checkRules(schema.not);
  if (typeof schema.additionalProperties === 'object') checkRules(schema.additionalProperties);
}

/** The first rule that the typed value breaks, or null. */
export function broken(schema, value, path = '') {
  const at = path || 'the document';
  const type = typeOf(value);
  if (schema.bsonType && ![schema.bsonType].flat().some(name => name === type || (name === 'number' && ['int', 'long', 'double', 'decimal'].includes(type)))) {
    return `bsonType of ${at} is ${type}`;
  }
  const simple = ['object', 'array'].includes(type) ? undefined : plain(value);
  if (schema.enum && !schema.enum.some(allowed => plain(allowed) === simple)) return `enum of ${at}`;
  if (schema.minimum !== undefined && !(Number(simple) >= Number(plain(schema.minimum)))) return `minimum of ${at}`;
  if (schema.maximum !== undefined && !(Number(simple) <= Number(plain(schema.maximum)))) return `maximum of ${at}`;
  if (type === 'string' && schema.minLength !== undefined && [...value].length < plain(schema.minLength)) return `minLength of ${at}`;
  if (type === 'string' && schema.maxLength !== undefined && [...value].length > plain(schema.maxLength)) return `maxLength of ${at}`;
  if (type === 'string' && schema.pattern !== undefined && !new RegExp(schema.pattern).test(value)) return `pattern of ${at}`;
  if (type === 'array' && schema.items) {
    for (const [index, item] of value.entries()) {
      const found = broken(schema.items, item, `${path}[${index}]`);
      if (found) return found;
    }
  }
  if (type === 'object') {
    const missing = (schema.required ?? []).find(name => !(name in value));
    if (missing) return `required field ${missing} of ${at}`;
    for (const name of Object.keys(value)) {
      const rule = schema.properties?.[name] ?? schema.additionalProperties;
      if (rule === false) return `additionalProperties of ${at}: ${name}`;
      const found = rule && typeof rule === 'object' ? broken(rule, value[name], path ? `${path}.${name}` : name) : null;
      if (found) return found;
    }
  }
  if (schema.allOf?.some(part => broken(part, value, path))) return `allOf of ${at}`;
  if (schema.anyOf && schema.anyOf.every(part => broken(part, value, path))) return `anyOf of ${at}`;
  if (schema.oneOf && schema.oneOf.filter(part => !broken(part, value, path)).length !== 1) return `oneOf of ${at}`;
  if (schema.not && !broken(schema.not, value, path)) return `not of ${at}`;
  return null;
}

function typeOf(value) {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'double';
  if (value instanceof Date) return 'date';
  if (Array.isArray(value)) return 'array';
  return { Int32: 'int', Long: 'long', Double: 'double', Decimal128: 'decimal', Binary: 'binData', ObjectId: 'objectId' }[value._bsontype] ?? (value._bsontype ? value._bsontype : 'object');
}
