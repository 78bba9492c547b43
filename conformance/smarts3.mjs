// Starts smarts3, which is a library, from the folder it was installed in: node smarts3.mjs FOLDER PORT
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const [folder, port] = process.argv.slice(2);
const { Smarts3 } = await import(pathToFileURL(createRequire(`${folder}/x.js`).resolve('@push.rocks/smarts3')).href);
const server = new Smarts3({ port: Number(port), cleanSlate: true });
await server.start();
