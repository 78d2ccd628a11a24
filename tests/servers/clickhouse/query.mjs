// Runs statements in ClickHouse's engine, one after the other in one process, and prints the rows of all as JSON: [[[value, …], …], …].
// node query.mjs SQL …       The engine reads local tables below the working directory only.
import { query } from 'chdb'

const statements = process.argv.slice(2)
// Integers of 64 bits and more as texts: JSON readers take numbers for doubles.
query('SET output_format_json_quote_64bit_integers = 1')
console.log(JSON.stringify(statements.map(sql => JSON.parse(query(sql, 'JSONCompact')).data)))
