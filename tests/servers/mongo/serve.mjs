import { createServer } from 'node:net';
import { Catalog } from './catalog.mjs';
import { commandsOf } from './commands.mjs';
import { Cursors } from './cursors.mjs';
import { Log } from './log.mjs';
import { serve } from './wire.mjs';

// node serve.mjs --port N --data FOLDER [--refuse validators,views,document-size=BYTES]; it ends when its stdin does.
const options = Object.fromEntries(process.argv.slice(2).join(' ').split('--').filter(Boolean).map(option => option.trim().split(' ')));
const refused = new Set((options.refuse ?? '').split(',').filter(Boolean));
const sized = [...refused].find(feature => feature.startsWith('document-size='));
const unknown = [...refused].find(feature => !['validators', 'views'].includes(feature) && feature !== sized);
if (!options.port || !options.data || unknown) {
  console.error(unknown ? `There is nothing called ${unknown} to refuse.` : 'Usage: node serve.mjs --port N --data FOLDER [--refuse validators,views,document-size=BYTES]');
  process.exit(2);
}

const catalog = new Catalog(new Log(options.data), sized ? Number(sized.split('=')[1]) : 16777216);
const commands = commandsOf({ catalog, cursors: new Cursors(), refused });
const server = createServer(socket => serve(socket, commands));
server.listen(Number(options.port), '127.0.0.1', () => console.log(`ready ${server.address().port}`));
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
