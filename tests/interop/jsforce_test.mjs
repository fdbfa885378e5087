// jsforce, unmodified, against a served org: node jsforce_test.mjs URL TOKEN USERNAME

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';

// Stands beside the clients, not beside this file.
const require = createRequire(path.join(process.env.ROWLOCK_INTEROP_FOLDER, 'x.js'));
const jsforce = require('jsforce');

const [url, token, username] = process.argv.slice(2);
const connect = () => new jsforce.Connection({ instanceUrl: url, accessToken: token });

async function soapLogin() {
  const connection = new jsforce.Connection({ loginUrl: url });
  const user = await connection.login(username, 'anything');
  assert.match(user.id, /^005/);
  assert.equal((await connection.identity()).username, username);
  await connection.logout();
  const wrong = new jsforce.Connection({ loginUrl: url });
  await assert.rejects(wrong.login('nobody@rowlock.example', 'x'), /INVALID_LOGIN/);
}

async function oauthLogin() {
  const oauth2 = { loginUrl: url, clientId: 'any', clientSecret: 'any', redirectUri: 'http://localhost/' };
  const connection = new jsforce.Connection({ oauth2 });
  await connection.login(username, 'anything');
  assert.equal((await connection.query('SELECT Id FROM User LIMIT 1')).totalSize, 1);
  await connection.logout();
}

async function records() {
  const connection = connect();
  const made = await connection.sobject('Account').create({ Name: 'jsforce' });
  assert.equal(made.success, true);
  assert.equal((await connection.sobject('Account').retrieve(made.id)).Name, 'jsforce');
  await connection.sobject('Account').update({ Id: made.id, Phone: '1' });
  const several = await connection.sobject('Contact').create(
    Array.from({ length: 250 }, (_, i) => ({ LastName: `Many ${i}`, AccountId: made.id })),
    { allowRecursive: true },
  );
  assert.equal(several.filter((row) => row.success).length, 250);
  const read = await connection.sobject('Contact').retrieve(several.slice(0, 3).map((row) => row.id));
  assert.equal(read[0].LastName, 'Many 0');
  const rolledBack = await connection
    .sobject('Account')
    .create([{ Name: 'x' }, { Phone: '1' }], { allOrNone: true });
  assert.deepEqual(rolledBack.map((row) => row.success), [false, false]);
  await connection.sobject('Account').destroy(made.id);
}

async function queries() {
  const connection = connect();
  const all = await connection.query('SELECT Id FROM Contact').run({ autoFetch: true, maxFetch: 10000 });
  assert.ok(all.totalSize >= 0);
  const found = await connection.sobject('Account').find({ Name: 'nobody' });
  assert.deepEqual(found, []);
  const described = await connection.sobject('Account').describe();
  assert.ok(described.fields.some((field) => field.name === 'Name' && field.createable));
  assert.ok((await connection.describeGlobal()).sobjects.length > 10);
  assert.equal((await connection.limits()).DailyBulkApiBatches.Max, 15000);
  assert.deepEqual((await connection.search('FIND {nobody} RETURNING Account')).searchRecords, []);
  const apex = await connection.tooling.executeAnonymous('System.debug(1);');
  assert.equal(apex.compiled, false);
}

async function bulkLoads() {
  const connection = connect();
  const rows = [{ Name: 'Bulk jsforce 1' }, { Name: 'Bulk jsforce 2' }];
  const first = await connection.bulk.load('Account', 'insert', rows);
  assert.deepEqual(first.map((row) => row.success), [true, true]);
  const second = await connection.bulk2.loadAndWaitForResults({
    object: 'Account',
    operation: 'insert',
    input: rows,
  });
  assert.equal(second.successfulResults.length, 2);
  const stream = await connection.bulk2.query("SELECT Name FROM Account WHERE Name LIKE 'Bulk jsforce%'");
  assert.equal((await stream.toArray()).length, 4);
}

for (const conversation of [soapLogin, oauthLogin, records, queries, bulkLoads]) {
  await conversation();
  process.stdout.write(`${conversation.name}: fine\n`);
}
