// NocoDB's published server on loopback, until standard input ends: a test process that is gone, however it went, leaves no server behind.
//   PORT, NC_DB (pg://host:port?u=user&p=password&d=database; PostgreSQL is the only driver installed) and NocoDB's own variables.
import http from 'node:http';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
require('./unused.cjs');
const { Noco } = require('nocodb');
const express = require('express');

process.stdin.on('end', () => process.exit(0)).resume();
const app = express();
const server = http.createServer(app);
app.use(await Noco.init({}, server, app));
server.listen(Number(process.env.PORT), '127.0.0.1', () => console.log('ready'));
