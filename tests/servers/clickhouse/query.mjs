// Runs queries in ClickHouse's engine, one after the other in one process, and prints the rows of all as JSON: [[[value, …], …], …].
// node query.mjs SQL …       The engine reads local tables below the working directory only.
import { query } from 'chdb'

// 64-bit numbers as texts: JSON readers take numbers for doubles.
const settings = 'output_format_json_quote_64bit_integers = 1'
const results = process.argv.slice(2).map(sql => JSON.parse(query(`SELECT * FROM (${sql}) SETTINGS ${settings}`, 'JSONCompact')).data)
console.log(JSON.stringify(results))
