// Reads tables of a lake through their Iceberg metadata and prints what it found as JSON.
// node read.mjs ADDRESS PLACE TABLE=TEXT_COLUMN,…:SUMMED_COLUMN,… …     PLACE is the folder or the URL at which the lake of that address is.
import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { icebergMetadata, icebergRead } from 'icebird'

const [address, place, ...wanted] = process.argv.slice(2)
const overHttp = globalThis.fetch
const [, bucket, prefix] = address.match(/^s3:\/\/([^/]+)(.*)$/) ?? []
// icebird takes every bucket for one of AWS.
const known = bucket ? `https://${bucket}.s3.amazonaws.com${prefix}` : address

// icebird fetches; here an address is a file, or an object of a server. The addresses are not escaped, as Iceberg wants it.
globalThis.fetch = async (url, init = {}) => {
  const path = place + String(url).replace(known, '')
  if (place.startsWith('http')) return overHttp(path, init)
  let file
  try {
    file = await open(path)
  } catch {
    return new Response(null, { status: 404 })
  }
  try {
    const { size } = await file.stat()
    const range = new Headers(init.headers).get('range')?.match(/^bytes=(\d*)-(\d*)$/)
    const start = !range ? 0 : range[1] === '' ? size - Number(range[2]) : Number(range[1])
    const end = !range || range[1] === '' || range[2] === '' ? size : Number(range[2]) + 1
    const bytes = Buffer.alloc(init.method === 'HEAD' ? 0 : end - start)
    await file.read(bytes, 0, bytes.length, start)
    return new Response(init.method === 'HEAD' ? null : bytes, { status: range ? 206 : 200, headers: { 'content-length': String(init.method === 'HEAD' ? size : bytes.length) } })
  } finally {
    await file.close()
  }
}

const found = {}
for (const one of wanted) {
  const [table, columns] = one.split('=')
  const [texts, sums] = columns.split(':').map(list => list.split(',').filter(name => name !== ''))
  const tableUrl = `${address}/${table}`
  const metadata = await icebergMetadata({ tableUrl })
  const rows = await icebergRead({ tableUrl, metadata })
  const lines = rows.map(row => texts.map(name => row[name] ?? '\u0000').join('\u0001')).sort()
  found[table] = {
    rows: rows.length,
    columns: metadata.schemas.at(-1).fields.map(field => field.name),
    seen: Object.keys(rows[0] ?? {}),
    digest: createHash('sha256').update(lines.join('\n')).digest('hex'),
    sums: Object.fromEntries(sums.map(name => [name, rows.reduce((sum, row) => sum + Number(row[name] ?? 0), 0)])),
  }
}
console.log(JSON.stringify(found))
