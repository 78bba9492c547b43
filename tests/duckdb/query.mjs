// Runs the statements of a JSON list from standard input in DuckDB, and writes the rows of each as JSON.
import { text } from 'node:stream/consumers';
import { DuckDBInstance } from '@duckdb/node-api';

const instance = await DuckDBInstance.create(':memory:');
const connection = await instance.connect();
const answers = [];
for (const statement of JSON.parse(await text(process.stdin))) {
  const answer = await connection.runAndReadAll(statement);
  answers.push(answer.getRowObjectsJson());
}
process.stdout.write(JSON.stringify(answers));
